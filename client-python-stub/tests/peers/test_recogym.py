"""RecoGym's own agents and evaluation, in process and on the server: the same click-through rates, digit for digit."""

import copy
import pickle
import re
from pathlib import Path

import numpy as np
import pytest
import recogym
from recogym import Configuration, env_0_args, env_1_args
from recogym.agents import (
    BanditCount,
    EpsilonGreedy,
    LogregMulticlassIpsAgent,
    OrganicCount,
    OrganicUserEventCounterAgent,
    RandomAgent,
    bandit_count_args,
    epsilon_greedy_args,
    logreg_multiclass_ips_args,
    organic_count_args,
    organic_user_count_args,
    random_args,
)
from recogym.envs import RecoEnv0, RecoEnv1
from recogym.envs.features.time import NormalTimeGenerator

import recarena
from recarena.compat.recogym import make

ARGS = {**env_1_args, "random_seed": 42, "num_products": 10}
CONFIG = {"num_products": 10, "random_seed": 7}


def counting(**more):
    return OrganicUserEventCounterAgent(Configuration({**organic_user_count_args, **CONFIG, **more}))


AGENTS = {
    "random": lambda: RandomAgent(Configuration({**random_args, **CONFIG})),
    "organic count": lambda: OrganicCount(Configuration({**organic_count_args, **CONFIG})),
    "organic user count": counting,
    "bandit count": lambda: BanditCount(Configuration({**bandit_count_args, **CONFIG})),
    "epsilon greedy": lambda: EpsilonGreedy(Configuration({**epsilon_greedy_args, **CONFIG}), counting()),
    "logistic regression": lambda: LogregMulticlassIpsAgent(
        Configuration({**logreg_multiclass_ips_args, **CONFIG, "select_randomly": False})
    ),
}


def in_process(args, kind=RecoEnv1):
    env = kind()
    env.init_gym(args)
    return env


@pytest.mark.parametrize("name", AGENTS)
def test_agents_are_trained_and_tested_alike(address, name):
    """With the environment's own logging policy, which draws from the generator that draws the users."""
    size = {"num_offline_users": 15, "num_online_users": 30, "num_organic_offline_users": 5}
    expected = recogym.test_agent(in_process(ARGS), AGENTS[name](), **size)
    env = make("RecoGym-v1", ARGS, address=address)
    assert recogym.test_agent(env, AGENTS[name](), **size) == expected
    env.close()


def test_epochs_with_other_users_of_the_same_world(address):
    """RecoGym deep-copies the environment for each epoch and gives the copy another seed."""
    size = {"num_offline_users": 5, "num_online_users": 15, "num_epochs": 3, "epoch_with_random_reset": True}
    agent = AGENTS["organic user count"]
    expected = recogym.test_agent(in_process(ARGS), agent(), **size)
    env = make("RecoGym-v1", ARGS, address=address)
    assert recogym.test_agent(env, agent(), **size) == expected
    env.close()


@pytest.mark.parametrize(
    ("environment", "kind", "args"),
    [
        ("RecoGym-v0", RecoEnv0, {**env_0_args, "random_seed": 3}),
        ("RecoGym-v1", RecoEnv1, {**ARGS, "number_of_flips": 3, "change_omega_for_bandits": True}),
        ("RecoGym-v1", RecoEnv1, {**ARGS, "agent": counting(), "with_ps_all": True}),
        ("RecoGym-v1", RecoEnv1, {**ARGS, "time_generator": NormalTimeGenerator(Configuration(ARGS))}),
    ],
    ids=["v0", "flips", "an agent of its own", "normal clock"],
)
def test_logs_are_the_same_row_by_row(address, environment, kind, args):
    expected = in_process(copy.deepcopy(args), kind).generate_logs(20, num_organic_offline_users=5)
    env = make(environment, copy.deepcopy(args), address=address)
    logs = env.generate_logs(20, num_organic_offline_users=5)
    assert len(expected) > 500
    for column in expected.columns:
        ours, theirs = logs[column].to_numpy(), expected[column].to_numpy()
        if column == "ps-a":
            assert all(np.array_equal(a, b) for a, b in zip(ours, theirs, strict=True) if b is not None)
        else:
            assert ((ours == theirs) | (logs[column].isna() & expected[column].isna())).all(), column
    env.close()


def play(env, steps, action):
    seen = []
    done = True
    for t in range(steps):
        if done:
            env.reset(t)
            observation, reward, done, _ = env.step(None)
        else:
            observation, reward, done, _ = env.step(action(t))
        seen.append((observation.context().time(), [dict(s) for s in observation.sessions()], reward, done))
    return seen


def test_a_copy_is_a_fork(address):
    env = make("RecoGym-v1", ARGS, address=address)
    play(env, 20, lambda t: t % 10)
    twin, other, loaded = copy.deepcopy(env), copy.copy(env), pickle.loads(pickle.dumps(env._remote))
    # All are within the same visit, which no reset may end.
    first = play(twin, 200, lambda t: t % 10)
    assert play(env, 200, lambda t: t % 10) == first
    assert play(other, 200, lambda t: (t + 1) % 10) != first
    assert loaded.simulation.id != env._simulation.id and loaded.simulation.step_number == 20
    for each in (env, twin, other, loaded):
        each.close()


def test_documentation(address, capsys, monkeypatch, tmp_path):
    """The page's examples run, RecSim's too."""
    monkeypatch.chdir(tmp_path)
    page = (Path(__file__).parents[3] / "docs" / "compat.md").read_text()
    blocks = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 2
    for block in blocks:
        exec(compile(block.replace("localhost:50051", address), "docs/compat.md", "exec"), {})
    assert "click" in capsys.readouterr().out


def test_streams(address):
    env = make("RecoGym-v1", {**ARGS, "random": "streams"}, address=address)
    logs = env.generate_logs(30)
    assert set(logs["a"].dropna()) == set(range(10))
    env.close()


def test_what_is_wrong_is_told(address):
    with pytest.raises(recarena.InvalidArgument, match="num_products"):
        make("RecoGym-v1", {**ARGS, "num_products": 0}, address=address)
    with pytest.raises(recarena.InvalidArgument, match="random_seed"):
        make("RecoGym-v1", {}, address=address)
    env = make("RecoGym-v1", ARGS, address=address)
    with pytest.raises(recarena.InvalidArgument, match="takes None"):
        env.step(1)
    env.close()
    with pytest.raises(recarena.FailedPrecondition, match="closed"):
        env.step(None)

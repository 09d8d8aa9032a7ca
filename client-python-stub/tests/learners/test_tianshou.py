"""Tianshou on a server."""

import numpy as np
import pytest
from tianshou.algorithm.algorithm_base import Policy
from tianshou.data import Batch, Collector, VectorReplayBuffer
from tianshou.env import DummyVectorEnv

import recarena
from recarena.compat.tianshou import RecArenaVenv
from recarena.gym import RecArenaEnv, RecArenaVectorEnv

LANES, STEPS = 5, 200
WORLDS = {
    "RecoGym-v1": {"observations": ["view_counts"], "config": {"max_episode_steps": 60}},
    # With observations that stay the same, which are sent once.
    "RecSim-InterestEvolution-v1": {
        "observations": ["user", "documents"],
        "config": {"resample_documents": False},
    },
}


class Drawn(Policy):
    """Draws its actions, and keeps them."""

    def __init__(self, space):
        super().__init__(action_space=space)
        self.shown = []

    def forward(self, batch, state=None, **kwargs):
        self.shown.append(np.stack([self.action_space.sample() for _ in range(len(batch.obs))]))
        return Batch(act=self.shown[-1])


@pytest.mark.parametrize("environment", WORLDS)
def test_collectors_get_what_the_vector_environment_gives(server, environment):
    arguments = {"address": server.address, "seed": 1, **WORLDS[environment]}
    env = RecArenaVenv(environment, LANES, **arguments)
    env.seed(3)
    policy = Drawn(env.action_space[0])
    policy.action_space.seed(4)
    buffer = VectorReplayBuffer(LANES * STEPS, LANES)
    collector = Collector(policy, env, buffer)
    collector.reset()
    for _ in range(2):  # the second goes on where the first ended
        stats = collector.collect(n_step=LANES * STEPS // 2)
    # Resets of lanes that ended cost no message: the reset and the steps were all.
    assert env.envs.simulation.step_number == 1 + STEPS
    env.close()
    assert stats.n_collected_steps == LANES * STEPS // 2

    rows = [np.arange(STEPS) + lane * STEPS for lane in range(LANES)]
    expected = RecArenaVectorEnv(environment, LANES, autoreset_mode="same_step", **arguments)
    seen, apart = expected.reset(seed=3)[0], 0
    for step, actions in enumerate(policy.shown):
        told = buffer[[row[step] for row in rows]]
        following, rewards, terminated, truncated, infos = expected.step(actions)
        assert np.array_equal(told.act, actions) and np.array_equal(told.rew, rewards)
        assert np.array_equal(told.terminated, terminated) and np.array_equal(told.truncated, truncated)
        for name, values in seen.items():
            assert np.array_equal(told.obs[name], values)
            last = np.array(following[name])
            for lane in np.flatnonzero(terminated | truncated):
                last[lane] = infos["final_obs"][lane][name]
            assert np.array_equal(told.obs_next[name], last)
        seen = following
        apart += 0 < (terminated | truncated).sum() < LANES
    expected.close()
    assert apart > 5


def test_lanes_that_did_not_end_can_be_reset_too(server):
    arguments = {"address": server.address, "seed": 1, **WORLDS["RecoGym-v1"]}
    env, expected = RecArenaVenv("RecoGym-v1", LANES, **arguments), RecArenaVectorEnv("RecoGym-v1", LANES, **arguments)
    env.reset(seed=3), expected.reset(seed=3)
    chosen = [0, 3]
    observations, infos = env.reset(chosen)
    wanted = expected.reset(options={"reset_mask": np.isin(np.arange(LANES), chosen)})[0]
    assert np.array_equal(observations.view_counts, wanted["view_counts"][chosen])
    assert [info["env_id"] for info in infos] == chosen
    with pytest.raises(recarena.InvalidArgument, match="every lane"):
        env.reset(chosen, seed=5)
    env.close(), expected.close()


def test_steps_of_some_lanes_are_refused(server):
    """Collecting by episodes comes to them when no more are needed than there are lanes."""
    env = RecArenaVenv("RecoGym-v1", LANES, address=server.address, seed=1, observations=["view_counts"])
    collector = Collector(Drawn(env.action_space[0]), env)
    collector.reset()
    with pytest.raises(recarena.InvalidArgument, match="of 5 lanes, but all step together; collect with n_step"):
        collector.collect(n_episode=LANES)
    env.close()


def test_episodes_are_counted_with_an_environment_for_each_user(server):
    made = {"address": server.address, "seed": 1, "observations": ["view_counts"]}
    env = DummyVectorEnv([lambda: RecArenaEnv("RecoGym-v1", **made)] * 3)
    env.seed(1)
    collector = Collector(Drawn(env.action_space[0]), env)
    collector.reset()
    stats = collector.collect(n_episode=5)
    assert stats.n_collected_episodes == 5
    assert len(set(stats.lens.tolist())) > 1, "the users are one and the same"
    env.close()


def test_ragged_observations_are_refused(server):
    with pytest.raises(recarena.InvalidArgument, match=r"(views, view_times|view_times, views) vary in length"):
        RecArenaVenv("RecoGym-v1", 2, address=server.address)


def test_the_example_learns(run_example):
    assert "confidence: yes" in run_example("examples/python/tianshou_ppo.py")

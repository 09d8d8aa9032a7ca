"""RecSim's own agents, in process and on the server: the same clicks, rewards and observations."""

import copy

import numpy as np
import pytest
from recsim.agents.cluster_bandit_agent import ClusterBanditAgent
from recsim.agents.greedy_pctr_agent import GreedyPCTRAgent
from recsim.agents.layers.cluster_click_statistics import ClusterClickStatsLayer
from recsim.agents.random_agent import RandomAgent
from recsim.environments import interest_evolution, interest_exploration, long_term_satisfaction
from recsim_reference import episodes, ordered, same

import recarena
from recarena.compat.recsim import make

GLOBAL_SEED = 5


def config(**more):
    return {"num_candidates": 10, "slate_size": 2, "resample_documents": True, "seed": 3, **more}


def random(env):
    return RandomAgent(env.action_space, random_seed=11)


def cluster_bandit(env):
    return ClusterClickStatsLayer(ClusterBanditAgent, env.observation_space, env.action_space)


def greedy(env):
    state = interest_exploration.IEUserState(np.array([0.4, 0.6]))
    return GreedyPCTRAgent(env.action_space, state)


WORLDS = {
    "RecSim-InterestEvolution-v1": (interest_evolution, config(), [random]),
    "RecSim-InterestExploration-v1": (
        interest_exploration,
        config(num_candidates=15),
        [random, cluster_bandit, greedy],
    ),
    "RecSim-LongTermSatisfaction-v1": (long_term_satisfaction, config(seed=0, slate_size=1), [random]),
}
CASES = [(name, agent) for name, (_, _, agents) in WORLDS.items() for agent in agents]


@pytest.mark.parametrize(("name", "agent"), CASES, ids=lambda value: getattr(value, "__name__", value))
def test_agents_play_alike(address, name, agent):
    module, settings, _ = WORLDS[name]
    np.random.seed(GLOBAL_SEED)
    reference = module.create_environment(dict(settings))
    # Other samplers of the reference's process have drawn nothing from its global generator so far.
    expected, theirs = episodes(reference, agent(reference), 4, 60)
    more = {"document_seed_offset": 0} if "LongTerm" in name else {}
    env = make(name, {**settings, "random": "numpy", "global_seed": GLOBAL_SEED, **more}, address=address)
    rewards, ours = episodes(env, agent(env), 4, 60)
    if "LongTerm" in name:  # rewards are exponentials
        assert rewards == pytest.approx(expected, rel=1e-13, abs=0)
    else:
        assert rewards == expected
    assert len(set(rewards)) > 1
    for mine, other in zip(ours, theirs, strict=True):
        assert same(ordered(mine), ordered(other)), (mine, other)
    env.close()


def test_spaces_are_the_references(address):
    module, settings, _ = WORLDS["RecSim-InterestExploration-v1"]
    reference = module.create_environment(dict(settings))
    env = make("RecSim-InterestExploration-v1", settings, address=address)
    assert list(env.action_space.nvec) == list(reference.action_space.nvec)
    assert next(iter(env.observation_space["doc"].spaces.values()))["cluster_id"].n == 2
    assert env.observation_space["response"][0]["cluster_id"].n == 2
    observation = env.reset()
    assert set(env.observation_space["doc"].spaces) == set(observation["doc"])
    env.close()


def test_a_copy_is_a_fork(address):
    env = make("RecSim-InterestEvolution-v1", config(), address=address)
    env.reset()
    env.step([0, 1])
    twin = copy.deepcopy(env)
    for slate in ([1, 2], [3, 4], [5, 6]):
        ours, reward, done, _ = env.step(slate)
        theirs, other_reward, other_done, _ = twin.step(slate)
        assert (reward, done) == (other_reward, other_done) and same(ordered(ours), ordered(theirs))
    env.close(), twin.close()


def test_what_is_wrong_is_told(address):
    with pytest.raises(recarena.InvalidArgument, match="num_users"):
        make("RecSim-InterestEvolution-v1", config(num_users=2), address=address)
    env = make("RecSim-InterestEvolution-v1", config(), address=address)
    env.reset()
    with pytest.raises(recarena.InvalidArgument, match="at most 2"):
        env.step([1, 2, 3])
    env.close()

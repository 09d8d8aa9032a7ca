"""Stable-Baselines3 on a server."""

import numpy as np
import pytest

import recarena
from recarena.compat.stable_baselines3 import RecArenaVecEnv
from recarena.gym import RecArenaVectorEnv


def test_it_is_the_vector_environment(server):
    settings = {
        "address": server.address,
        "seed": 1,
        "observations": ["view_counts"],
        "config": {"max_episode_steps": 9},
    }
    env = RecArenaVecEnv("RecoGym-v1", 5, **settings)
    expected = RecArenaVectorEnv("RecoGym-v1", 5, autoreset_mode="same_step", **settings)
    env.seed(3)
    assert np.array_equal(env.reset()["view_counts"], expected.reset(seed=3)[0]["view_counts"])
    ends = 0
    for _ in range(50):
        observation, reward, done, infos = env.step(np.full(5, 2))
        wanted, rewards, terminated, truncated, told = expected.step(np.full(5, 2))
        assert np.array_equal(observation["view_counts"], wanted["view_counts"])
        assert np.array_equal(reward, rewards) and np.array_equal(done, terminated | truncated)
        for lane in np.flatnonzero(done):
            last = infos[lane]["terminal_observation"]["view_counts"]
            assert np.array_equal(last, told["final_obs"][lane]["view_counts"])
            assert infos[lane]["TimeLimit.truncated"] == (truncated[lane] and not terminated[lane])
            ends += 1
    assert ends > 20
    env.close(), expected.close()


def test_ragged_observations_are_refused(server):
    with pytest.raises(recarena.InvalidArgument, match=r"(views, view_times|view_times, views) vary in length"):
        RecArenaVecEnv("RecoGym-v1", 2, address=server.address)


def test_the_example_learns(run_example):
    assert "confidence: yes" in run_example("examples/python/stable_baselines3_ppo.py")

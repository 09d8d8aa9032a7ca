"""Stable-Baselines3 on a server. Skipped where it is not installed: it brings PyTorch, which is gigabytes."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import recarena

pytest.importorskip("stable_baselines3", reason="Stable-Baselines3 is not installed", exc_type=ImportError)

EXAMPLE = Path(__file__).parents[2] / "examples" / "python" / "stable_baselines3_ppo.py"


def test_it_is_the_vector_environment(server):
    from recarena.compat.stable_baselines3 import RecArenaVecEnv
    from recarena.gym import RecArenaVectorEnv

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
    from recarena.compat.stable_baselines3 import RecArenaVecEnv

    with pytest.raises(recarena.InvalidArgument, match="views, view_times vary in length"):
        RecArenaVecEnv("RecoGym-v1", 2, address=server.address)


def test_the_example_learns(server):
    done = subprocess.run(
        [sys.executable, EXAMPLE, "--address", server.address],
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "confidence: yes" in done.stdout

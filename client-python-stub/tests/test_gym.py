"""The Gymnasium environments against a small server of the protocol in this process."""

import subprocess
import sys
import warnings

import fake_server
import gymnasium
import numpy as np
import pytest
from gymnasium import spaces
from gymnasium.utils.env_checker import check_env
from gymnasium.vector import AutoresetMode

import recarena
from recarena.gym import RaggedSpace, RecArenaEnv, RecArenaVectorEnv

ALL = ["view_counts", "views", "time", "last"]


@pytest.fixture(scope="module")
def address():
    server, port = fake_server.serve(fake_server.World())
    yield f"localhost:{port}"
    server.stop(0).wait()


@pytest.mark.parametrize("slate", [0, 2])
def test_check_env(address, slate):
    env = RecArenaEnv("Fake-v1", address=address, config={"slate_size": slate}, observations=ALL)
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        warnings.filterwarnings("ignore", message=".*(spec|Box.*(infinity|low|high)|render).*")
        check_env(env)


def test_spaces(address):
    env = RecArenaEnv("Fake-v1", address=address, observations=ALL)
    assert env.action_space == spaces.Discrete(5)
    assert env.observation_space["last"] == spaces.Discrete(6, start=-1)
    assert env.observation_space["time"] == spaces.Box(-np.inf, np.inf, (), np.float64)
    assert env.observation_space["view_counts"] == spaces.Box(0, 2**31 - 1, (5,), np.int32)
    views = env.observation_space["views"]
    assert isinstance(views, RaggedSpace) and views.feature_space == spaces.Discrete(5)
    assert np.array([0, 4], np.int32) in views and np.array([5]) not in views and [0] not in views
    assert views.sample() in views
    slates = RecArenaEnv("Fake-v1", address=address, config={"slate_size": 3})
    assert slates.action_space == spaces.MultiDiscrete([5, 5, 5])
    env.close(), env.close(), slates.close()


def play_one(address, seed, actions, world=7):
    """All that a lane's user does, as one environment shows it."""
    env = RecArenaEnv("Fake-v1", address=address, seed=world, observations=ALL)
    shown = [env.reset(seed=seed)[0]]
    rows = []
    for t in range(len(actions)):
        observation, reward, terminated, truncated, info = env.step(actions[t])
        shown.append(observation)
        rows.append((reward, terminated, truncated, bool(info["click"]), info["episode_number"]))
        if terminated or truncated:
            shown.append(env.reset()[0])
    env.close()
    return shown, rows


def same(single, batch, lane):
    for name in ALL:
        assert np.array_equal(single[name], batch[name][lane]), (name, single[name], batch[name][lane])


@pytest.mark.parametrize("mode", ["next_step", "same_step", "disabled"])
def test_a_lane_of_many_is_one_environment(address, mode):
    lanes, steps = 4, 25
    rng = np.random.default_rng(0)
    env = RecArenaVectorEnv("Fake-v1", lanes, address=address, seed=7, observations=ALL, autoreset_mode=mode)
    assert env.metadata["autoreset_mode"] == AutoresetMode[mode.upper()]
    observations, infos = env.reset(seed=11)
    assert observations in env.observation_space
    assert infos["_episode_number"].all()
    played, seen, rows = [[] for _ in range(lanes)], [[] for _ in range(lanes)], [[] for _ in range(lanes)]

    def show(observations, lane):
        seen[lane].append({name: observations[name][lane] for name in ALL})

    for i in range(lanes):
        show(observations, i)
    ended = np.zeros(lanes, bool)
    for _ in range(steps):
        if mode == "disabled" and ended.any():
            observations, infos = env.reset(options={"reset_mask": ended})
            assert np.array_equal(infos["_episode_number"], ended)
            for i in np.flatnonzero(ended):
                show(observations, i)
        actions = rng.integers(5, size=lanes)
        observations, rewards, terminations, truncations, infos = env.step(actions)
        assert observations in env.observation_space
        was, ended = ended, terminations | truncations
        for i in range(lanes):
            if mode == "next_step" and was[i]:
                assert rewards[i] == 0 and not ended[i] and not infos["_click"][i]
                show(observations, i)
                continue
            assert infos["_click"][i]
            played[i].append(actions[i])
            rows[i].append((rewards[i], terminations[i], truncations[i], infos["click"][i], infos["episode_number"][i]))
            if mode == "same_step" and ended[i]:
                assert infos["_final_obs"][i] and infos["_final_info"][i]
                assert infos["final_obs"][i] in env.single_observation_space
                assert infos["final_info"]["click"][i] == infos["click"][i] and infos["final_info"]["_click"][i]
                seen[i].append(infos["final_obs"][i])
            show(observations, i)
    for i in range(lanes):
        shown, expected = play_one(address, 11 + i, played[i])
        assert rows[i] == expected
        assert len(rows[i]) > 10 and any(row[1] for row in expected)
        for one, many in zip(shown, seen[i], strict=False):
            for name in ALL:
                assert np.array_equal(one[name], many[name])
    env.close()
    env.close()


def test_disabled_refuses_ended_lanes(address):
    env = RecArenaVectorEnv("Fake-v1", 2, address=address, config={"stay": 1}, autoreset_mode=AutoresetMode.DISABLED)
    env.reset(seed=0)
    env.step([0, 0])
    with pytest.raises(recarena.FailedPrecondition):
        env.step([0, 0])
    for mask in (np.zeros(2, bool), np.ones(3, bool)):
        with pytest.raises(ValueError):
            env.reset(options={"reset_mask": mask})
    with pytest.raises(TypeError):
        env.reset(options={"reset_mask": [True, False]})


def test_truncation_and_seeds(address):
    env = RecArenaVectorEnv("Fake-v1", 3, address=address, config={"stay": 50, "limit": 2}, observations=ALL)
    env.reset(seed=[5, None, 5])
    observations, _, _, truncations, _ = env.step([0, 0, 0])
    assert not truncations.any()
    same({name: observations[name][0] for name in ALL}, observations, 2)
    _, _, terminations, truncations, _ = env.step([0, 0, 0])
    assert truncations.all() and not terminations.any()
    with pytest.raises(recarena.InvalidArgument):
        env.reset(seed=[1, 2])


def test_propensities_and_labels(address):
    world = fake_server.World()
    server, port = fake_server.serve(world)
    env = RecArenaVectorEnv("Fake-v1", 2, address=f"localhost:{port}", labels={"policy": "a"})
    env.reset(seed=0)
    env.set_propensities([0.5, 0.25])
    env.set_labels({"phase": "test"})
    env.step([1, 2])
    env.step([1, 2])
    (sim,) = world.simulations.values()
    with_it, without = sim.requests[-2:]
    assert fake_server.array_of(with_it.propensities.chosen).tolist() == [0.5, 0.25]
    assert dict(with_it.labels) == {"phase": "test"} and not without.HasField("propensities") and not without.labels
    single = RecArenaEnv("Fake-v1", address=f"localhost:{port}")
    single.reset(seed=0)
    single.set_propensities(0.2)
    single.step(3)
    sim = list(world.simulations.values())[-1]
    assert fake_server.array_of(sim.requests[-1].propensities.chosen).tolist() == [0.2]
    server.stop(0).wait()


def test_wrappers(address):
    env = RecArenaVectorEnv("Fake-v1", 3, address=address, config={"stay": 2})
    env = gymnasium.wrappers.vector.RecordEpisodeStatistics(env)
    env.reset(seed=0)
    lengths = []
    for _ in range(12):
        *_, infos = env.step(env.action_space.sample())
        if "episode" in infos:
            lengths += infos["episode"]["l"][infos["_episode"]].tolist()
    assert len(lengths) >= 3 and set(lengths) <= {2, 3, 4}


def test_own_arrays(address):
    env = RecArenaVectorEnv("Fake-v1", 2, address=address)
    observations, _ = env.reset(seed=0)
    observations["view_counts"][0] = 9
    fast = RecArenaVectorEnv("Fake-v1", 2, address=address, ragged=True)
    assert isinstance(fast.reset(seed=0)[0]["views"], recarena.Ragged)


def test_registered():
    for name in ("recarena/RecoGym-v0", "recarena/RecoGym-v1"):
        spec = gymnasium.spec(name)
        assert spec.entry_point == "recarena.gym:RecArenaEnv"
        assert spec.vector_entry_point == "recarena.gym:RecArenaVectorEnv"


def test_gymnasium_is_not_needed():
    code = "import sys; sys.modules['gymnasium'] = None; import recarena; print(recarena.connect.__name__)"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "connect\n"
    )

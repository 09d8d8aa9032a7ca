"""What users of Gymnasium do with an environment, against the real server."""

import copy
import pickle

import gymnasium
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env
from gymnasium.vector import AutoresetMode
from gymnasium.wrappers import RecordEpisodeStatistics, TimeLimit
from gymnasium.wrappers.vector import RecordEpisodeStatistics as RecordVectorStatistics

import recarena
from recarena._registry import ENVIRONMENTS
from recarena.gym import RecArenaEnv, RecArenaVectorEnv

ID = "recarena/RecoGym-v1"
SLATES = "RecSim-InterestEvolution-v1"


def play(env, actions):
    """What follows; a user who leaves is followed by the next."""
    seen = []
    for action in actions:
        observation, reward, terminated, truncated, info = env.step(action)
        if terminated or truncated:
            observation, info = env.reset()
        seen.append((observation, reward, terminated, truncated, info["episode_number"]))
    return seen


def same(ours, theirs):
    if isinstance(ours, dict):
        return ours.keys() == theirs.keys() and all(same(ours[k], theirs[k]) for k in ours)
    if isinstance(ours, list | tuple):
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    return np.array_equal(ours, theirs)


@pytest.mark.parametrize("environment", ENVIRONMENTS)
@pytest.mark.filterwarnings("ignore:.*(spec|Box.*(infinity|low|high)).*")
@pytest.mark.filterwarnings("error::UserWarning")
def test_check_env_with_rendering(server, environment):
    env = RecArenaEnv(environment, address=server.address, config={"max_episode_steps": 20}, render_mode="rgb_array")
    check_env(env.unwrapped, skip_render_check=True)
    env.close()


@pytest.mark.parametrize("mode", list(AutoresetMode), ids=lambda mode: mode.name)
@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_vectors_keep_to_the_rules(server, environment, mode):
    """What Gymnasium's documentation asks of vector environments, for which it has no checker of its own."""
    lanes = 5
    vector = gymnasium.make_vec(
        f"recarena/{environment}",
        num_envs=lanes,
        address=server.address,
        seed=3,
        autoreset_mode=mode,
        config={"max_episode_steps": 6},
    )
    vector.action_space.seed(0)
    first, infos = vector.reset(seed=9)
    assert first in vector.observation_space and isinstance(infos, dict)
    assert same(vector.reset(seed=9)[0], first) and same(vector.reset(seed=[9 + i for i in range(lanes)])[0], first)
    single = gymnasium.make(f"recarena/{environment}", address=server.address, seed=3, config={"max_episode_steps": 6})
    assert vector.single_action_space == single.action_space
    assert vector.single_observation_space == single.observation_space
    single.close()
    before, ends = np.zeros(lanes, bool), 0
    for _ in range(20):
        if mode is AutoresetMode.DISABLED and before.any():
            vector.reset(options={"reset_mask": before})
        seen, rewards, terminated, truncated, infos = vector.step(vector.action_space.sample())
        assert seen in vector.observation_space
        for column in (rewards, terminated, truncated):
            assert isinstance(column, np.ndarray) and column.shape == (lanes,)
        assert terminated.dtype == truncated.dtype == bool and rewards.dtype == np.float64
        assert all(f"_{key}" in infos and len(infos[f"_{key}"]) == lanes for key in infos if key[0] != "_")
        ended = terminated | truncated
        if mode is AutoresetMode.NEXT_STEP:
            assert not ended[before].any() and not rewards[before].any()
        if mode is AutoresetMode.SAME_STEP and ended.any():
            assert np.array_equal(infos["_final_obs"], ended)
            assert all(infos["final_obs"][lane] in vector.single_observation_space for lane in np.flatnonzero(ended))
        before, ends = ended, ends + ended.sum()
    assert ends > lanes
    vector.close(), vector.close()


def test_slates_of_different_items(server):
    """Where an item may be in a slate once, that is what the spaces hold and draw."""
    settings = {"address": server.address, "config": {"num_items": 6, "slate_size": 5}}
    env = RecArenaEnv("RecArena-Session-v1", **settings)
    space = env.action_space
    space.seed(3)
    drawn = np.array([space.sample() for _ in range(600)])
    assert all(slate in space for slate in drawn) and [1, 1, 2, 3, 4] not in space
    # 100 times each item in each slot is expected; 5.5 standard deviations have odds of a millionth for all 30.
    counts = np.array([np.bincount(column, minlength=6) for column in drawn.T])
    assert (np.abs(counts - 100) < 5.5 * np.sqrt(600 * 5 / 36)).all()
    mask = [np.isin(np.arange(6), [slot, slot + 1]).astype(np.int8) for slot in range(5)]
    assert all(item in (slot, slot + 1) for slot, item in enumerate(space.sample(tuple(mask))))
    with pytest.raises(recarena.InvalidArgument, match="no item for slot 1"):
        space.sample(tuple(np.eye(6, dtype=np.int8)[0] for _ in range(5)))
    env.reset(seed=1)
    for slate in drawn[:50]:
        if any(env.step(slate)[2:4]):
            env.reset()
    vector = RecArenaVectorEnv("RecArena-Session-v1", 4, **settings)
    vector.action_space.seed(3)
    slates = vector.action_space.sample()
    assert slates in vector.action_space and np.zeros((4, 5), np.int64) not in vector.action_space
    assert all(slate in vector.single_action_space for slate in slates)
    vector.reset(seed=1), vector.step(slates)
    repeats = RecArenaEnv("RecArena-Session-v1", address=server.address, config={"repeats_allowed": True})
    assert type(repeats.action_space) is gymnasium.spaces.MultiDiscrete
    env.close(), vector.close(), repeats.close()


def test_every_environment_keeps_to_its_spaces(server, client):
    for environment in client.environments():
        env = RecArenaEnv(environment.id, address=server.address, seed=3)
        env.action_space.seed(0)
        observation, info = env.reset(seed=1)
        assert observation in env.observation_space, environment.id
        for _ in range(30):
            observation, _, terminated, truncated, info = env.step(env.action_space.sample(info["action_mask"]))
            assert observation in env.observation_space, environment.id
            if terminated or truncated:
                env.reset()
        env.close()


@pytest.mark.parametrize(("environment", "action"), [("RecoGym-v1", 3), (SLATES, [2, 5])])
def test_render(server, environment, action):
    texts = RecArenaEnv(environment, address=server.address, seed=1, render_mode="ansi")
    pictures = RecArenaEnv(environment, address=server.address, seed=1, render_mode="rgb_array")
    with pytest.raises(recarena.FailedPrecondition, match="nothing was reset"):
        texts.render()
    texts.reset(seed=1), pictures.reset(seed=1)
    before = pictures.render()
    assert environment in texts.render() and "a new user" in texts.render()
    clicked = False
    for t in range(2000):
        items = (np.asarray(action) + t) % 10
        result, picture = texts.step(items), pictures.step(items)
        assert f"item {np.atleast_1d(items)[0]}: " in texts.render()
        clicked |= ": clicked" in texts.render()
        if result[2]:
            assert "the user left" in texts.render()
            texts.reset(), pictures.reset()
        if clicked and not picture[2]:
            break
    assert clicked
    after = pictures.render()
    assert after.dtype == np.uint8 and after.ndim == 3 and after.shape[2] == 3
    assert before.shape == after.shape and not np.array_equal(before, after)
    texts.close(), pictures.close()


def test_clicks_are_rendered_where_they_happened_with_several_users(server):
    env = RecArenaEnv(
        "RecSim-InterestEvolution-v1", address=server.address, config={"num_users": 2}, seed=1, render_mode="ansi"
    )
    env.reset(seed=1)
    patterns = set()
    for _ in range(30):
        clicks = env.step(np.array([0, 1, 2, 3]))[4]["click"].ravel().tolist()
        told = [": clicked" in line for line in env.render().splitlines() if line.startswith("  item ")]
        assert told == clicks
        patterns.add(tuple(clicks))
    assert len(patterns) > 3
    env.close()


def test_who_has_left_and_topics_of_0_are_rendered(server):
    config = {"num_users": 2, "time_budget": 12, "num_topics": 2}
    env = RecArenaEnv("RecSim-InterestEvolution-v1", address=server.address, config=config, seed=1, render_mode="ansi")
    env.reset(seed=1)
    topics, left = set(), 0
    for _ in range(100):
        _, _, terminated, _, info = env.step(np.array([0, 1, 2, 3]))
        items = [line for line in env.render().splitlines() if line.startswith("  item ")]
        for user in range(2):
            for slot in range(2):
                line = items[2 * user + slot]
                assert ("the user had left" in line) == (not info["shown"][user])
                if info["shown"][user]:
                    topics.add(line.partition("cluster_id ")[2].split()[0])
                else:
                    assert "cluster_id" not in line
        left += int((info["shown"] == 0).sum())
        if terminated:
            env.reset()
    assert topics == {"0", "1"} and left > 0
    env.close()


def test_what_cannot_be_rendered(server):
    with pytest.raises(recarena.InvalidArgument, match="ansi, rgb_array"):
        RecArenaEnv("RecoGym-v1", address=server.address, render_mode="human")
    vector = RecArenaVectorEnv("RecoGym-v1", 3, address=server.address, render_mode="ansi")
    vector.reset(seed=0)
    assert len(vector.render()) == 3 and all("RecoGym-v1" in text for text in vector.render())
    vector.close()


def test_record_episode_statistics(server):
    env = RecordEpisodeStatistics(gymnasium.make(ID, address=server.address, config={"max_episode_steps": 7}))
    env.reset(seed=0)
    total = 0.0
    for step in range(1, 8):  # noqa: B007  # looked at below
        _, reward, terminated, truncated, info = env.step(2)
        total += reward
        if terminated or truncated:
            break
    assert info["episode"]["l"] == step and info["episode"]["r"] == pytest.approx(total)
    env.close()

    vector = RecordVectorStatistics(
        gymnasium.make_vec(ID, num_envs=4, address=server.address, config={"max_episode_steps": 5})
    )
    vector.reset(seed=0)
    lengths = []
    for _ in range(30):
        *_, infos = vector.step(np.full(4, 2))
        lengths += infos["episode"]["l"][infos["_episode"]].tolist() if "episode" in infos else []
    assert len(lengths) > 10 and max(lengths) == 5
    vector.close()


@pytest.mark.parametrize("mode", ["sync", "async"])
def test_make_vec_with_wrappers(server, mode):
    vector = gymnasium.make_vec(
        ID,
        num_envs=2,
        vectorization_mode=mode,
        # Shared memory takes observations of fixed shapes only.
        vector_kwargs={"shared_memory": False} if mode == "async" else {},
        wrappers=[lambda env: TimeLimit(env, 4)],
        address=server.address,
    )
    vector.reset(seed=5)
    truncated = np.zeros(2, bool)
    for _ in range(20):
        observations, _, _, cut, _ = vector.step(np.array([1, 2]))
        truncated |= cut
    assert truncated.all() and set(observations) == {"views", "view_times", "time"}
    vector.close()


def test_autoreset_mode_is_told(server):
    for mode in AutoresetMode:
        vector = gymnasium.make_vec(ID, num_envs=2, address=server.address, autoreset_mode=mode)
        assert vector.metadata["autoreset_mode"] is mode
        vector.close()


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda env: pickle.loads(pickle.dumps(env))])
def test_a_copy_goes_on_alike(server, copied):
    env = RecArenaEnv("RecoGym-v1", address=server.address, seed=4)
    env.reset(seed=9)
    play(env, [1, 2, 3])
    twin, other = copied(env), copied(env)
    actions = [t % 10 for t in range(1000)]
    expected = play(env, actions)
    assert same(play(twin, actions), expected)
    assert not same(play(other, [(a + 1) % 10 for a in actions]), expected)
    assert len({env.simulation.id, twin.simulation.id, other.simulation.id}) == 3
    env.close(), twin.close(), other.close()


def test_a_copy_of_many_goes_on_alike(server):
    env = RecArenaVectorEnv("RecoGym-v1", 8, address=server.address, seed=4, autoreset_mode="same_step")
    env.reset(seed=9)
    actions = np.random.default_rng(0).integers(10, size=(60, 8))
    for row in actions[:20]:
        env.step(row)
    twin = pickle.loads(pickle.dumps(env))
    for row in actions[20:]:
        ours, theirs = env.step(row), twin.step(row)
        assert same(ours[:4], theirs[:4])
        assert same(ours[4]["episode_number"], theirs[4]["episode_number"])
    env.close(), twin.close()


def test_a_pickle_of_what_is_gone_says_so(server, client):
    env = RecArenaEnv("RecoGym-v1", address=server.address, labels={"test": "pickled"})
    pickled = pickle.dumps(env)
    for simulation in client.simulations({"test": "pickled"}):
        if simulation.id != env.simulation.id:
            client.attach(simulation.id).close()
    with pytest.raises(recarena.NotFound, match="was pickled is no longer open at " + server.address):
        pickle.loads(pickled)
    env.close()


def test_sending_and_receiving_is_stepping(server):
    stepped = RecArenaVectorEnv("RecoGym-v1", 16, address=server.address, seed=1)
    sent = RecArenaVectorEnv("RecoGym-v1", 16, address=server.address, seed=1)
    unary = RecArenaVectorEnv("RecoGym-v1", 16, address=server.address, seed=1, connect={"streaming": False})
    for env in (stepped, sent, unary):
        env.reset(seed=2)
    actions = np.random.default_rng(0).integers(10, size=(50, 16))
    for row in actions:
        expected = stepped.step(row)
        for env in (sent, unary):
            env.send(row)
            assert same(env.recv()[:4], expected[:4])
    with pytest.raises(recarena.FailedPrecondition, match="no step was sent"):
        sent.recv()
    sent.send(actions[0])
    for refused in (lambda: sent.step(actions[0]), sent.reset, lambda: copy.copy(sent)):
        with pytest.raises(recarena.FailedPrecondition, match="recv first"):
            refused()
    sent.recv()
    for env in (stepped, sent, unary):
        env.close()


def test_action_masks(server):
    env = RecArenaEnv("RecoGym-v1", address=server.address)
    _, info = env.reset(seed=0)
    assert info["action_mask"].dtype == np.int8 and info["action_mask"].shape == (10,)
    assert env.action_masks().shape == (10,) and env.action_masks().all()
    slates = RecArenaVectorEnv(SLATES, 3, address=server.address)
    _, infos = slates.reset(seed=0)
    assert infos["action_mask"].shape == (3, 2, 10) and slates.action_masks().shape == (3, 20)
    env.close(), slates.close()


def test_a_server_that_is_gone_is_named(tmp_path):
    server = recarena.serve(data=tmp_path)
    env = RecArenaEnv("RecoGym-v1", address=server.address, connect={"retry_for": 0.2, "timeout": 2.0})
    env.reset(seed=0)
    address = server.address
    server.close()
    for call in (lambda: env.step(1), env.reset, lambda: copy.copy(env)):
        with pytest.raises(recarena.ServerGone, match=address):
            call()
    env.close(), env.close()

"""The package against the real server."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
import warnings
from pathlib import Path

import gymnasium
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env

import recarena
from recarena import log
from recarena.gym import RecArenaEnv, RecArenaVectorEnv

DATA = Path(__file__).parent / "data"
ALL = ["views", "view_times", "view_counts", "last_view", "time", "history"]


def test_environments(client):
    environments = {e.id: e for e in client.environments()}
    assert {"RecoGym-v0", "RecoGym-v1"} <= set(environments)
    v1 = environments["RecoGym-v1"]
    assert v1.defaults["num_products"] == v1.action.item_count == 10
    assert {o.name for o in v1.observations} == set(ALL) and v1.signals[0].name == "click"
    assert client.describe("RecoGym-v1", {"num_products": 50}).action.item_count == 50
    with pytest.raises(recarena.InvalidArgument) as caught:
        client.describe("RecoGym-v1", {"num_product": 50})
    assert "num_product" in caught.value.violations[0].field


def test_presets_and_biases_are_described_and_checked(client):
    session = client.describe("RecArena-Session-v1")
    presets = {p.name: p for p in session.presets}
    assert session.presets[0].name == session.defaults["preset"] == "clean" and not session.presets[0].config
    assert presets["search-page"].config["position.exponent"] == 1
    biases = {b.id: b for b in session.biases}
    assert biases["position"].stages == ("examination",) and "theta_k" in biases["position"].description
    assert biases["position"].settings["standard"] == {"exponent": 1}
    assert session.stages.index("examination") < session.stages.index("choice")

    config = {"preset": "search-page", "trust": {"false_first": 0}, "slate_size": 4}
    checked = client.check("RecArena-Session-v1", config)
    assert "preset" not in checked.config and list(checked.config)[:2] == ["num_items", "num_candidates"]
    assert checked.config["trust.false_first"] == 0 and checked.config["trust.true_decay"] == 0.005
    assert "examination: outlier, position" in checked.summary
    assert "examination: outlier, position" in str(checked) and "slate_size: 4" in str(checked)

    with pytest.raises(recarena.InvalidArgument) as caught:
        client.check("RecArena-Session-v1", {"preset": "serach-page", "slate_size": 0, "postion.exponent": 1})
    assert {v.field for v in caught.value.violations} == {
        "config.preset",
        "config.slate_size",
        "config.postion.exponent",
    }
    assert "search-page" in str(caught.value)


def test_the_complete_config_of_a_preset_is_kept(server, client):
    with client.create("RecArena-Session-v1", {"preset": "search-page"}, seed=1) as sim:
        assert "preset" not in sim.info.config and sim.info.config["trust.false_first"] == 0.65
        first = sim.reset()
        # The same world again, from what the log has.
        with client.create("RecArena-Session-v1", sim.info.config, seed=1) as again:
            assert again.info.config == sim.info.config
            np.testing.assert_array_equal(again.reset().observations["user"], first.observations["user"])


@pytest.mark.parametrize("path", sorted(DATA.glob("*.json")), ids=lambda path: path.stem)
def test_reference_traces(client, path):
    trace = json.loads(path.read_text())
    config = {k: v for k, v in trace["config"].items() if k != "random_seed"}
    if trace["environment"].endswith("v0"):
        config.setdefault("num_clusters", 2)
    if trace["normal_time"]:
        config.update(trace["normal_time"], time_generator="normal")
    config.update(random="numpy", deliver_organic_only=True)
    version = "RecoGym-v0" if trace["environment"].endswith("v0") else "RecoGym-v1"
    events = 0
    with client.create(
        version,
        config=config,
        seed=trace["config"]["random_seed"],
        autoreset="disabled",
        observations=["views", "view_times", "time"],
    ) as sim:
        for user, steps in enumerate(trace["users"]):
            result = sim.reset()
            for t, step in enumerate(steps):
                if t > 0:
                    action = (3 * (t - 1) + 7 * user) % trace["config"]["num_products"]
                    result = sim.step([action], propensities=[1.0])
                    assert result.signals["click"][0] == step["click"]
                    np.testing.assert_allclose(result.observations["time"], [step["time"]], rtol=1e-12)
                assert bool(result.terminated[0]) == bool(step["done"])
                assert result.observations["views"][0].tolist() == [v for _, v in step["views"]]
                np.testing.assert_allclose(
                    result.observations["view_times"][0], [t for t, _ in step["views"]], rtol=1e-12, atol=1e-12
                )
                events += 1 + len(step["views"])
    assert events > 50


def play(sim, steps, lanes, seed=0):
    """Returns what each call answered, and what it was asked."""
    rng = np.random.default_rng(seed)
    results, asked = [sim.reset()], []
    for _ in range(steps):
        actions, propensities = rng.integers(10, size=lanes), rng.random(lanes)
        results.append(sim.step(actions, propensities))
        asked.append((actions, propensities))
    return results, asked


def test_streams_and_calls_give_the_same(server):
    found = []
    for streaming in (True, False):
        with (
            recarena.connect(server.address, streaming=streaming) as client,
            client.create("RecoGym-v1", seed=5, lanes=20, autoreset="same_step", observations=ALL) as sim,
        ):
            found.append(play(sim, 60, 20)[0])
    for a, b in zip(*found, strict=True):
        assert a.step == b.step and np.array_equal(a.rewards, b.rewards)
        assert np.array_equal(a.terminated, b.terminated) and np.array_equal(a.episodes, b.episodes)
        for name in ALL:
            x, y = a.observations[name], b.observations[name]
            assert x == y if isinstance(x, recarena.Ragged) else np.array_equal(x, y)


@pytest.mark.parametrize("autoreset", ["same_step", "next_step"])
def test_the_log_has_what_the_client_saw(server, client, autoreset):
    labels = {"test": f"log {autoreset}"}
    with client.create(
        "RecoGym-v1", seed=3, lanes=4, autoreset=autoreset, observations=ALL, labels=labels, log="full"
    ) as sim:
        results, asked = play(sim, 150, 4)
        handle = sim.id
    expected = []
    ended = np.zeros(4, bool)
    for before, after, (actions, propensities) in zip(results, results[1:], asked, strict=False):
        for lane in range(4):
            if autoreset == "next_step" and ended[lane]:
                continue
            expected.append((before, after, lane, actions[lane], propensities[lane]))
        ended = after.terminated | after.truncated
    assert any(after.terminated.any() for after in results)
    for _ in range(50):  # what came of the last steps is written soon after it was answered
        steps = list(recarena.read_log(server.data, labels=labels))
        if len(steps) == len(expected):
            break
        time.sleep(0.1)
    assert len(steps) == len(expected)
    t = {}
    for step, (before, after, lane, action, propensity) in zip(steps, expected, strict=True):
        assert (step.simulation, step.lane, step.step) == (handle, lane, after.step)
        assert step.episode == after.episodes[lane]
        assert (step.action, step.propensity) == (action, propensity)
        assert step.reward == after.rewards[lane] and step.signals == {"click": bool(after.signals["click"][lane])}
        assert (step.terminated, step.truncated) == (after.terminated[lane], after.truncated[lane])
        assert set(step.observations) == set(ALL)
        for name in ALL:
            assert np.array_equal(step.observations[name], before.observations[name][lane]), name
        t[lane, step.episode] = t.get((lane, step.episode), -1) + 1
        assert step.t == t[lane, step.episode]
        assert step.labels == labels and step.about.seed == 3
    assert [s.id for s in log.simulations(server.data)].count(handle) == 1


def test_a_killed_server_is_found_again_and_has_lost_nothing(server, tmp_path):
    def start(port=0):
        return recarena.serve(grpc_port=port, data=tmp_path / "data")

    actions = np.random.default_rng(1).integers(10, size=(60, 8))
    with recarena.connect(server.address) as client, client.create("RecoGym-v1", seed=4, lanes=8) as sim:
        sim.reset()
        undisturbed = [sim.step(a) for a in actions]
    first = start()
    port = int(first.address.rpartition(":")[2])
    box = {}
    with recarena.connect(first.address, timeout=5) as client:
        sim = client.create("RecoGym-v1", seed=4, lanes=8, labels={"test": "kill"})
        sim.reset()

        def kill_and_restart():
            first.kill()
            box["second"] = start(port)

        killer = threading.Timer(0.05, kill_and_restart)
        seen = []
        for i, a in enumerate(actions):
            if i == 10:
                killer.start()
            if i > 10:
                time.sleep(0.005)
            seen.append(sim.step(a))
        killer.join()
        for a, b in zip(undisturbed, seen, strict=True):
            assert a.step == b.step and np.array_equal(a.rewards, b.rewards)
            assert np.array_equal(a.terminated, b.terminated) and np.array_equal(a.episodes, b.episodes)
            assert a.observations["views"] == b.observations["views"]
        sim.close()
    box["second"].close()
    first.close()
    batches = list(log.batches(tmp_path / "data"))
    assert [b.step for b in batches] == list(range(2, 62))
    assert all(np.array_equal(b.rewards, r.rewards) for b, r in zip(batches, seen, strict=True))


def test_the_server_ends_with_the_process(server):
    code = (
        "import recarena, os, sys; s = recarena.local_server(); assert recarena.local_server() is s; "
        "print(s.address, os.path.dirname(s.log_file), flush=True); sys.stdin.read()"
    )
    for how in ("exit", "kill"):
        process = subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        address, directory = process.stdout.readline().split()
        recarena.connect(address).close()
        if how == "exit":
            process.stdin.close()
        else:
            os.kill(process.pid, signal.SIGKILL)
        process.wait()
        end = time.monotonic() + 20
        while True:
            try:
                recarena.connect(address, connect_timeout=0.2).close()
            except recarena.ServerGone:
                break
            assert time.monotonic() < end, "the server is still there"
        if how == "exit":
            assert not Path(directory).exists()


def test_what_is_missing_is_said(monkeypatch, server, tmp_path):
    with pytest.raises(recarena.ServerGone, match="nonsense"):
        recarena.serve(arguments=["--nonsense"])
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(recarena.ServerNotFound):
        recarena.serve()
    monkeypatch.undo()
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(recarena.ServerNotFound, match="JAVA_HOME"):
        recarena.serve()
    monkeypatch.undo()
    monkeypatch.setenv("RECARENA_HOME", str(tmp_path))
    monkeypatch.delenv("RECARENA_DIST", raising=False)
    monkeypatch.setattr("recarena.server.__file__", str(tmp_path / "server.py"))
    with pytest.raises(recarena.ServerNotFound, match="RECARENA_HOME"):
        recarena.serve()


@pytest.mark.parametrize("name", ["recarena/RecoGym-v0", "recarena/RecoGym-v1", "recarena:recarena/RecoGym-v1"])
def test_check_env(server, name):
    env = gymnasium.make(name, address=server.address, observations=ALL)
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        warnings.filterwarnings("ignore", message=".*(Box.*(infinity|low|high)|render|spec|entry_point).*")
        check_env(env.unwrapped)
    env.close()


def test_without_an_address_a_server_is_started(server):
    code = (
        "import gymnasium; e = gymnasium.make('recarena:recarena/RecoGym-v1'); e.reset(seed=1); print(len(e.step(3)));"
        "import recarena; v = gymnasium.make_vec('recarena/RecoGym-v1', num_envs=64); v.reset(seed=1);"
        "print(v.step(v.action_space.sample())[1].shape, v.client if hasattr(v, 'client') else '')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["5", "(64,)"]


@pytest.mark.parametrize("name", ["RecoGym-v0", "RecoGym-v1"])
@pytest.mark.parametrize("random", ["streams", "numpy"])
def test_a_lane_of_many_is_one_environment(server, name, random):
    lanes = 3
    arguments = {"address": server.address, "observations": ALL, "config": {"random": random}, "seed": 7}
    vector = gymnasium.make_vec(f"recarena/{name}", num_envs=lanes, autoreset_mode="same_step", **arguments)
    assert isinstance(vector, RecArenaVectorEnv)
    many, _ = vector.reset(seed=100)
    assert many in vector.observation_space
    singles = [gymnasium.make(f"recarena/{name}", **arguments) for _ in range(lanes)]
    for i, single in enumerate(singles):
        one, _ = single.reset(seed=100 + i)
        assert_same(one, many, i)
    ends = 0
    for t in range(250):
        actions = np.arange(lanes) + t
        many, rewards, terminations, truncations, infos = vector.step(actions % 10)
        for i, single in enumerate(singles):
            one, reward, terminated, truncated, info = single.step(int(actions[i] % 10))
            assert (reward, terminated, truncated) == (rewards[i], terminations[i], truncations[i])
            assert info["click"] == infos["click"][i]
            if terminated or truncated:
                ends += 1
                assert np.array_equal(one["view_counts"], infos["final_obs"][i]["view_counts"])
                one, info = single.reset()
            else:
                assert info["episode_number"] == infos["episode_number"][i]
            assert_same(one, many, i)
    assert ends > 2
    for env in (vector, *singles):
        env.close()


def assert_same(one, many, lane):
    for name in ALL:
        assert np.array_equal(one[name], many[name][lane]), name


@pytest.mark.parametrize("mode", ["next_step", "disabled"])
def test_vector_modes(server, mode):
    env = RecArenaVectorEnv("RecoGym-v1", 16, address=server.address, autoreset_mode=mode, observations=ALL)
    env.reset(seed=0)
    ended = np.zeros(16, bool)
    for _ in range(120):
        if mode == "disabled" and ended.any():
            _, infos = env.reset(options={"reset_mask": ended})
            assert np.array_equal(infos["_episode_number"], ended)
        observations, rewards, terminations, truncations, infos = env.step(env.action_space.sample())
        assert observations in env.observation_space
        if mode == "next_step":
            assert not rewards[ended].any() and not (terminations | truncations)[ended].any()
            assert np.array_equal(infos["_click"], ~ended)
        ended = terminations | truncations
    env.close()


def test_train(server, capsys):
    from recarena import train

    found = []
    for agent in ("random", "organic-user-count"):
        arguments = ["--address", server.address, "--agent", agent, "--episodes", "400", "--lanes", "100"]
        assert train.main(arguments) == 0
        found.append(json.loads(capsys.readouterr().out.splitlines()[-1]))
    assert found[0]["episodes"] == found[1]["episodes"] == 400
    assert found[0]["ctr_high"] < found[1]["ctr_low"]


def test_oracle_and_attach(server, client):
    with client.create("RecoGym-v1", seed=1, lanes=2) as sim:
        assert sim.oracle.world()["Gamma"].shape == (10, 5)
        sim.reset()
        probabilities = sim.oracle.click_probabilities()
        assert probabilities.shape == (2, 10) and ((probabilities > 0) & (probabilities < 1)).all()
        assert all(len(state) == 2 for state in sim.oracle.users().values())
        again = client.attach(sim.id)
        assert again.step([0, 0]).step == 2
        assert sim.refresh().step == 2
        with pytest.raises(recarena.InvalidArgument, match="10"):
            sim.step([10, 0])
        with pytest.raises(recarena.InvalidArgument):
            sim.step([1, 0], propensities=[np.nan, 1])
        assert sim.step([1, 1]).step == 3
    with pytest.raises(recarena.NotFound):
        client.attach("nobody")


def test_single_environments_need_no_more_than_reset_and_step(server):
    env = RecArenaEnv("RecoGym-v1", address=server.address)
    env.reset(seed=1)
    clicks = sum(env.step(i % 10)[4]["click"] for i in range(3))
    assert clicks >= 0 and env.result.step == 4
    env.close()


def test_twins_of_sessions(client):
    config = {
        "num_items": 20,
        "slate_size": 2,
        "visit": {"leave_probability": 0},
        "position": {"exponent": {"uniform": [1, 2]}},
        "reward": {"expression": "click + 0.1 * log1p(dwell)"},
    }
    with client.create("RecArena-Session-v1", config, seed=3, lanes=4) as sim:
        sim.reset()
        for step in range(10):
            slates = (np.arange(8).reshape(4, 2) + step) % 20
            full = sim.oracle.twin(slates)
            unbiased = sim.oracle.twin(slates, without=["position"])
            assert (full.click_probabilities[:, 0] == unbiased.click_probabilities[:, 0]).all()
            ratio = full.click_probabilities[:, 1] / unbiased.click_probabilities[:, 1]
            assert ((ratio >= 0.25) & (ratio <= 0.5)).all()
            assert np.allclose(ratio, full.truths["examination"][:, 1])
            assert (full.reward_errors > 0).any()
            assert (full.rewards[:, 0] == sim.step(slates).rewards).all()
        with pytest.raises(recarena.InvalidArgument, match="the biases that are on"):
            sim.oracle.twin(slates, without=["trust"])
    with pytest.raises(recarena.InvalidArgument, match="undeclared reference to 'clicks'"):
        client.create("RecArena-Session-v1", {"reward": {"expression": "clicks"}})

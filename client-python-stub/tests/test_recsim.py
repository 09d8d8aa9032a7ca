"""Slates, against the real server: what stays the same is sent once, and is there all the same."""

import json
import time
import urllib.request
import warnings

import gymnasium
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env

import recarena
from recarena import _registry, log, train
from recarena.gym import RecArenaVectorEnv

EVOLUTION = "RecSim-InterestEvolution-v1"
DOCUMENTS = {
    EVOLUTION: ["document_ids", "documents"],
    "RecSim-InterestExploration-v1": ["document_ids", "document_quality", "document_cluster_id"],
    "RecSim-LongTermSatisfaction-v1": ["document_ids", "documents"],
    "RecSim-ChocKale-v1": ["document_ids", "documents"],
    "RecSim-TestMdp-v1": ["document_ids", "document_cluster_id"],
}
CORPUS = {"num_candidates": 12, "slate_size": 2, "resample_documents": False}


def slates(sim, step):
    """Distinct positions in every lane, others in every step."""
    action = sim.info.action
    lanes = np.arange(sim.lanes)[:, np.newaxis]
    return (lanes + step + np.arange(action.slate_size)) % action.item_count


def test_gymnasium_knows_every_environment(client):
    assert set(_registry.ENVIRONMENTS) == {e.id for e in client.environments()}


@pytest.mark.parametrize("corpus", [True, False], ids=["fixed", "resampled"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_check_env(server, name, corpus):
    config = {**CORPUS, "resample_documents": not corpus}
    env = gymnasium.make(f"recarena/{name}", address=server.address, config=config)
    assert env.action_space == gymnasium.spaces.MultiDiscrete([12, 12])
    assert set(DOCUMENTS[name]) <= set(env.observation_space.spaces)
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        warnings.filterwarnings("ignore", message=".*(Box.*(infinity|low|high)|render|spec|entry_point).*")
        check_env(env.unwrapped)
    env.close()
    defaults = gymnasium.make(f"recarena/{name}", address=server.address)
    observation, _ = defaults.reset(seed=3)
    assert observation in defaults.observation_space
    assert defaults.step(defaults.action_space.sample())[0] in defaults.observation_space
    defaults.close()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_constants_are_in_every_result_but_in_no_reply(client, name):
    lanes = 5
    with client.create(
        name, config={**CORPUS, "max_episode_steps": 4}, seed=2, lanes=lanes, autoreset="same_step"
    ) as sim:
        constant = [spec.name for spec in sim.info.observations if spec.constant]
        assert constant == DOCUMENTS[name] == list(sim.info.constants)
        results = [sim.reset(), *(sim.step(slates(sim, t)) for t in range(20)), sim.observe()]
        attached = client.attach(sim.id)
        results.append(attached.observe())
        finals = 0
        for result in results:
            assert list(result.observations) == [spec.name for spec in sim.info.observations]
            assert list(result.final.observations) == [spec.name for spec in sim.info.observations]
            finals += len(result.final.lanes)
            for spec in sim.info.observations:
                values = result.observations[spec.name]
                assert values.shape == (lanes, *spec.shape) and values.dtype == spec.dtype
                last = result.final.observations[spec.name]
                assert last.shape == (len(result.final.lanes), *spec.shape)
                if spec.constant:
                    assert (values == sim.info.constants[spec.name]).all() and not values.flags.writeable
                    assert (last == sim.info.constants[spec.name]).all()
                    assert spec.name.encode() not in result._reply
        assert finals == (5 + 2) * lanes  # an episode ends every four steps, and the last ends are seen again twice
        assert (sim.info.constants["document_ids"] == np.arange(12)).all()


def test_constants_are_what_a_world_without_them_shows(client):
    """With documents that are drawn anew each step nothing stays the same; those of a fixed corpus do."""
    with client.create(EVOLUTION, config={**CORPUS, "resample_documents": True}, seed=2, lanes=2) as sim:
        assert not sim.info.constants
        first, second = sim.reset(), sim.step(slates(sim, 0))
        assert not np.array_equal(first.observations["document_ids"], second.observations["document_ids"])


def test_only_constants_that_were_chosen_are_there(client):
    with client.create(EVOLUTION, CORPUS, seed=2, lanes=2, observations=["document_cluster_id", "click"]) as sim:
        result = sim.reset()
        assert set(result.observations) == {"document_cluster_id", "click"}
        assert result.observations["document_cluster_id"].shape == (2, 12)
    with client.create(EVOLUTION, CORPUS, seed=2, lanes=2, observations=[]) as sim:
        assert not sim.reset().observations and not sim.info.constants


def test_constants_survive_a_kill(tmp_path):
    def start(port=0):
        return recarena.serve(grpc_port=port, data=tmp_path / "data")

    first = start()
    port = int(first.address.rpartition(":")[2])
    with recarena.connect(first.address) as client:
        sim = client.create(EVOLUTION, CORPUS, seed=2, lanes=2)
        before = sim.reset().observations["documents"].copy()
        first.kill()
        with start(port):
            assert (sim.step(slates(sim, 0)).observations["documents"] == before).all()
            attached = client.attach(sim.id)
            assert (attached.observe().observations["documents"] == before).all()
            sim.close()
    first.close()
    read = list(recarena.read_log(tmp_path / "data"))
    assert [step.lane for step in read] == [0, 1]
    assert all((step.observations["documents"] == before[0]).all() for step in read)


@pytest.mark.parametrize("kept", ["compact", "full", "none"])
def test_the_log_has_them_once(server, client, kept):
    labels = {"test": f"constants {kept}"}
    config = {**CORPUS, "max_episode_steps": 3}
    with client.create(EVOLUTION, config, seed=2, lanes=3, autoreset="same_step", labels=labels, log=kept) as sim:
        shown = [sim.reset(), *(sim.step(slates(sim, t)) for t in range(8))]
    for _ in range(50):  # what came of the last steps is written soon after it was answered
        batches = list(log.batches(server.data, labels=labels))
        if len(batches) == 8:
            break
        time.sleep(0.1)
    assert len(batches) == 8
    names = [] if kept == "none" else ["user", "document_ids", "documents"]
    about = batches[0].simulation
    assert [spec.name for spec in about.observations] == names
    assert list(about.constants) == names[1:]
    for batch, before in zip(batches, shown, strict=False):
        assert list(batch.observations) == names and list(batch.next_observations) == names
        for name in names:
            assert np.array_equal(batch.observations[name], before.observations[name])
            assert batch.next_observations[name].shape == before.observations[name].shape
    for step in recarena.read_log(server.data, labels=labels):
        assert list(step.observations) == names
    ours = [r for r in log.records(server.data) if r.simulation == about.number and r.HasField("outcome")]
    assert all(len(r.outcome.observations) == len(names[:1]) for r in ours)


def test_vector_environments_have_them(server):
    env = RecArenaVectorEnv(EVOLUTION, 4, address=server.address, config=CORPUS, seed=1)
    first, _ = env.reset(seed=5)
    assert first in env.observation_space
    assert first["documents"].shape == (4, 12, 20) and not first["documents"].flags.writeable
    for _ in range(30):
        observations, _, _, _, infos = env.step(env.action_space.sample())
        assert observations in env.observation_space
        assert (observations["documents"] == first["documents"]).all()
        assert infos["click"].shape == (4, 2)
    env.close()


def test_several_users_share_a_lane(client):
    config = {"num_users": 3, "num_candidates": 6, "slate_size": 2, "max_episode_steps": 50}
    with client.create(EVOLUTION, config, seed=1, lanes=2, autoreset="same_step") as sim:
        assert sim.info.action.slate_size == 6 and len(sim.info.rewards) == 3
        result = sim.reset()
        assert result.observations["user"].shape == (2, 3, 20)
        assert result.observations["documents"].shape == (2, 6, 20)
        result = sim.step(np.zeros((2, 6), int))
        assert result.signals["watch_time"].shape == (2, 3, 2)
        assert np.array_equal(result.rewards, result.signals["watch_time"].sum(axis=2))


def settled(server, policy, name, value):
    """The counters of a policy once one of them has a value: steps are counted soon after they were answered."""
    for _ in range(50):
        counted = scraped(server, policy)
        if counted.get((name,)) == value:
            break
        time.sleep(0.1)
    return counted


def logged(server, policy, steps):
    """The log of a policy once it has so many steps: what came of the last ones is written soon after the answer."""
    for _ in range(50):
        batches = list(log.batches(server.data, labels={"policy": policy}))
        if len(batches) == steps:
            break
        time.sleep(0.1)
    return batches


def test_short_slates_are_filled_up_where_the_reference_takes_them(client):
    config = {"random": "numpy", "num_candidates": 10, "slate_size": 3}
    empty = -(1 << 31)
    full = [[0, 1, empty], [-1, empty, empty], [empty] * 3, [3, 4, 5]]
    one, other = (client.create(EVOLUTION, config, seed=1, lanes=4) for _ in range(2))
    with one as short, other as long:
        short.reset(), long.reset()
        assert short.step([[0, 1], [-1], [], np.array([3, 4, 5])]).observations["user"] == pytest.approx(
            long.step(full).observations["user"], abs=0
        )
        assert short.step([[0, 1]] * 4).signals["quality"] == pytest.approx(
            long.step([[0, 1, empty]] * 4).signals["quality"], abs=0
        )
        assert (short.step([[]] * 4).signals["click"] == 0).all()
        for wrong, words in [
            ([[0], [0], [0]], "3 lanes"),
            ([[0], [0], [0], [0, 1, 2, 3]], "a slate of 4"),
            ([0, 1, 2, 3], "allowed is"),
            ([[0.5], [1], [2], [3]], "allowed is"),
            ([["a"], [1], [2], [3]], "allowed is"),
        ]:
            with pytest.raises(recarena.InvalidArgument, match=words) as refused:
                short.step(wrong)
            assert "-10 to 9" in str(refused.value) and str(empty) in str(refused.value)
        with pytest.raises(recarena.InvalidArgument, match=r"-11.*from -10 to 9.*-2147483648 stands for an empty"):
            short.step([[-11], [0], [0], [0]])
        # This is what the client goes by, and what a client in another language can.
        assert short.info.action == recarena.ActionSpec(10, 3, True, empty, 0, True)
        assert client.describe(EVOLUTION, config).action == short.info.action
    with client.create(EVOLUTION, {**config, "random": "streams"}, seed=1, lanes=2) as streams:
        assert streams.info.action == recarena.ActionSpec(10, 3, True)
        streams.reset()
        for wrong in ([[0], [1]], [[0], [1, 2]]):
            with pytest.raises(recarena.InvalidArgument, match=r"a slate of 3 items of 0 to 9") as refused:
                streams.step(wrong)
            assert str(empty) not in str(refused.value)


@pytest.mark.parametrize("random", ["streams", "numpy"])
def test_slates_of_several_users_have_two_shapes(client, random):
    config = {"random": random, "num_users": 3, "num_candidates": 6, "slate_size": 2}
    by_user = np.arange(12).reshape(2, 3, 2) % 6
    one, other = (client.create(EVOLUTION, config, seed=1, lanes=2) for _ in range(2))
    with one, other:
        one.reset(), other.reset()
        expected = one.step(by_user.reshape(2, 6)).observations["user"]
        assert (other.step(by_user).observations["user"] == expected).all()
        if random == "numpy":
            shorter = other.step([[[0], [], [1, 2]], [[0, 1], [2], []]])
            assert shorter.signals["shown"].all() and (shorter.signals["click"][0, 1] == 0).all()
        with pytest.raises(recarena.InvalidArgument, match=r"\(2, 6\) or \(2, 3, 2\).* 3 users in 2 lanes"):
            other.step([[[0], [1]], [[0], [1]]])


def test_gymnasium_takes_short_slates(server):
    config = {"random": "numpy", "num_candidates": 10, "slate_size": 3}
    env = gymnasium.make(f"recarena/{EVOLUTION}", address=server.address, config=config, render_mode="ansi").unwrapped
    env.reset(seed=1)
    assert env.step([4])[4]["quality"][1] == 0
    assert "item 4" in env.render()
    env.close()
    vector = RecArenaVectorEnv(EVOLUTION, 2, address=server.address, config=config, seed=1)
    vector.reset(seed=1)
    assert vector.step([[0], [1, 2]])[4]["quality"].shape == (2, 3)
    vector.close()


def test_slates_that_nobody_saw_do_not_count(server, client):
    """Users of a lane leave one by one; what is shown to those who have left is no impression anywhere."""
    config = {"num_users": 3, "num_candidates": 6, "slate_size": 2, "time_budget": 20}
    lanes, steps, policy = 4, 60, "several-users"
    direct = recarena.SlateMetrics()
    seen = unseen = no_clicks = 0
    with client.create(EVOLUTION, config, seed=1, lanes=lanes, autoreset="same_step", labels={"policy": policy}) as sim:
        present = sim.reset().observations["present"]
        assert present.shape == (lanes, 3) and present.all()
        for t in range(steps):
            result = sim.step(slates(sim, t))
            shown = result.signals["shown"]
            assert (shown == present).all()
            assert not result.signals["click"][~shown.astype(bool)].any()
            seen += int(shown.sum())
            unseen += int((shown == 0).sum())
            no_clicks += int((shown.astype(bool) & ~result.signals["click"].any(axis=2)).sum())
            direct.add_signals(result.signals)
            present = result.observations["present"]
    assert seen > 0 and unseen > 0 and direct.impressions == seen and direct.no_clicks == no_clicks
    whole, single = recarena.SlateMetrics(), recarena.SlateMetrics()
    for batch in logged(server, policy, steps):
        whole.add(batch)
    for step in recarena.read_log(server.data, labels={"policy": policy}):
        single.add(step)
    assert whole.values() == pytest.approx(direct.values(), rel=1e-12)
    assert single.values() == pytest.approx(direct.values(), rel=1e-12)
    counted = settled(server, policy, "recarena_slates_total", seen)
    assert counted["recarena_slates_total",] == seen
    assert counted["recarena_slates_without_click_total",] == no_clicks


def test_propensities_may_be_unknown_in_some_lanes(server, client):
    policy, lanes = "half-known", 3
    with client.create(EVOLUTION, {"slate_size": 2}, seed=1, lanes=lanes, labels={"policy": policy}) as sim:
        sim.reset()
        chosen = [0.25, np.nan, 0.5]
        with pytest.raises(recarena.InvalidArgument, match=r"propensities.chosen\[1\] is NaN"):
            sim.step(slates(sim, 0), {"chosen": chosen})
        slots = [[0.5, 0.5], [np.nan, 7], [1, 0.5]]
        sim.step(slates(sim, 0), {"chosen": chosen, "slots": slots, "known": [True, False, True]})
    (batch,) = logged(server, policy, 1)
    assert np.array_equal(batch.propensities, chosen, equal_nan=True)
    assert np.isnan(batch.slot_propensities[1]).all()
    steps = list(recarena.read_log(server.data, labels={"policy": policy}))
    assert [step.propensity for step in steps] == [0.25, None, 0.5]
    assert [None if step.slot_propensities is None else step.slot_propensities.tolist() for step in steps] == [
        [0.5, 0.5],
        None,
        [1, 0.5],
    ]


@pytest.mark.parametrize("name", [*DOCUMENTS, "RecArena-Session-v1"])
def test_a_random_agent_trains_on_slates(server, capsys, name):
    config = {} if name == "RecSim-TestMdp-v1" else {"slate_size": 2}
    arguments = ["--address", server.address, "--env", name, "--config", json.dumps(config)]
    assert train.main([*arguments, "--agent", "random-slate", "--episodes", "20", "--lanes", "10"]) == 0
    summary = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert summary["episodes"] == 20 and summary["recommendations"] >= 20
    assert summary["mean_return"] != 0
    assert train.main([*arguments, "--agent", "epsilon-greedy"]) == 1
    error = json.loads(capsys.readouterr().out)
    assert f"{name} takes slates of" in error["message"] and "random-slate" in error["message"]


def test_agents_of_the_command_say_what_they_cannot_play(server, capsys):
    arguments = ["--address", server.address, "--env", EVOLUTION, "--agent", "random-slate"]
    assert train.main([*arguments, "--config", '{"num_users": 2}']) == 1
    assert "reward of 2 components" in json.loads(capsys.readouterr().out)["message"]
    assert train.main(["--address", server.address, "--env", "RecoGym-v1", "--agent", "random-slate"]) == 1
    assert "RecoGym-v1 takes single items" in json.loads(capsys.readouterr().out)["message"]


def scraped(server, policy):
    """The counters of a policy, by name and further labels."""
    text = urllib.request.urlopen(f"http://{server.http_address}/metrics").read().decode()
    found = {}
    for line in text.splitlines():
        if f'policy="{policy}"' in line:
            name, _, rest = line.partition("{")
            labels, _, value = rest.rpartition("} ")
            more = [part for part in labels.split(",") if not part.startswith(("environment=", "policy="))]
            found[(name, *more)] = float(value)
    return found


@pytest.mark.parametrize("autoreset", ["same_step", "next_step"])
@pytest.mark.parametrize("name", [EVOLUTION, "RecSim-InterestExploration-v1", "RecSim-LongTermSatisfaction-v1"])
def test_metrics_are_the_references_in_results_log_and_server(server, client, name, autoreset):
    lanes, steps, policy = 6, 40, f"metrics-{autoreset}-{name}"
    config = {"num_candidates": 8, "slate_size": 3, "max_episode_steps": 7}
    impressions = clicks = no_clicks = quality = 0
    clusters = {}
    direct = recarena.SlateMetrics()
    with client.create(name, config, seed=4, lanes=lanes, autoreset=autoreset, labels={"policy": policy}) as sim:
        sim.reset()
        ended = np.zeros(lanes, bool)
        for t in range(steps):
            result = sim.step(slates(sim, t))
            acted = ~ended if autoreset == "next_step" else np.ones(lanes, bool)
            direct.add_signals(result.signals, acted)
            for lane in np.flatnonzero(acted):  # as the reference does, slot by slot
                impressions += 1
                anything = False
                for slot in range(3):
                    if result.signals["click"][lane, slot]:
                        anything = True
                        clicks += 1
                        if "quality" in result.signals:
                            quality += result.signals["quality"][lane, slot]
                            cluster = result.signals["cluster_id"][lane, slot]
                            clusters[cluster] = clusters.get(cluster, 0) + 1
                no_clicks += not anything
            ended = result.terminated | result.truncated
    measured = name != "RecSim-LongTermSatisfaction-v1"
    expected = {"CTR": clicks / impressions, "cluster_watch_count_frac/no_click": no_clicks / impressions}
    if measured:
        expected["AverageQuality"] = quality / clicks
        expected |= {f"cluster_watch_count_frac/cluster_{c}": n / impressions for c, n in clusters.items()}
    assert clicks > 0 and (no_clicks > 0) == measured
    assert direct.values() == pytest.approx(expected, rel=1e-12)
    batches = logged(server, policy, steps)
    whole, single = recarena.SlateMetrics(), recarena.SlateMetrics()
    for batch in batches:
        whole.add(batch)
    for step in recarena.read_log(server.data, labels={"policy": policy}):
        single.add(step)
    assert whole.values() == pytest.approx(expected, rel=1e-12)
    assert single.values() == pytest.approx(expected, rel=1e-12)

    counted = settled(server, policy, "recarena_slates_total", impressions)
    assert counted["recarena_slates_total",] == impressions
    assert counted["recarena_slates_without_click_total",] == no_clicks
    assert counted["recarena_clicks_total",] == clicks
    signs = {key[1]: value for key, value in counted.items() if key[0] == "recarena_clicked_quality_total"}
    if measured:
        assert signs['sign="positive"'] - signs['sign="negative"'] == pytest.approx(quality, rel=1e-9)
    else:
        assert not signs
    shares = {key[1]: value for key, value in counted.items() if key[0] == "recarena_clicked_clusters_total" and value}
    assert shares == {f'cluster="{c}"': n for c, n in clusters.items()}


def test_metrics_leave_out_what_is_not_measured(client):
    metrics = recarena.SlateMetrics()
    assert metrics.values() == {}
    with client.create(EVOLUTION, {"reveal_quality": False}, seed=4, lanes=50, autoreset="same_step") as sim:
        sim.reset()
        result = sim.step(slates(sim, 0))
        assert "quality" not in result.signals
        metrics.add_signals(result.signals)
    assert {"CTR", "cluster_watch_count_frac/no_click"} < set(metrics.values()) and metrics.clicks
    assert "AverageQuality" not in metrics.values()
    with pytest.raises(recarena.InvalidArgument, match="click"):
        metrics.add_signals({"quality": np.zeros((2, 2))})

"""The reference agents, and the command that runs them."""

import json
from types import SimpleNamespace

import fake_server
import numpy as np
import pytest

from recarena import Ragged, agents, train


@pytest.fixture(scope="module")
def address():
    server, port = fake_server.serve(fake_server.World())
    yield f"localhost:{port}"
    server.stop(0).wait()


def run(capsys, *arguments):
    status = train.main(arguments)
    return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize("agent", sorted(agents.AGENTS))
def test_train(capsys, address, agent):
    arguments = ["--address", address, "--env", "Fake-v1", "--agent", agent, "--episodes", "95", "--lanes", "10"]
    status, lines = run(capsys, *arguments, "--config", '{"stay": 3}', "--labels", "a=b", "c=d", "--interval", "0")
    assert status == 0
    start, *progress, summary = lines
    assert start["event"] == "start" and start["episodes"] == 100
    assert all(line["event"] == "progress" for line in progress) and progress
    assert summary["event"] == "summary" and summary["agent"] == agent
    assert summary["episodes"] == 100
    # Users stay three steps, or one or two more.
    assert 300 < summary["recommendations"] < 500
    assert 0 < summary["ctr_low"] < summary["ctr"] < summary["ctr_high"] < 1
    assert summary["ctr"] == summary["clicks"] / summary["recommendations"]
    assert summary["curve"][-1]["episodes"] == 100
    assert summary["curve"][-1]["clicks"] == summary["clicks"]


def test_intervals_of_slates_with_several_clicks_hold_their_rate():
    """Three slots, of which two are clicked, or one: 1.5 clicks by slate."""
    lanes, slots = 4, 3
    action = SimpleNamespace(slate_size=slots)
    clicks = np.zeros((lanes, slots), bool)
    clicks[:, 0] = clicks[:2, 1] = True
    ended, rewards = np.ones(lanes, bool), clicks.sum(axis=1).astype(float)
    answer = SimpleNamespace(
        observations={},
        signals={"click": clicks},
        rewards=rewards,
        terminated=ended,
        truncated=~ended,
        unseen_episodes=0,
    )
    simulation = SimpleNamespace(
        lanes=lanes, info=SimpleNamespace(action=action), reset=lambda: answer, step=lambda *a, **k: answer
    )
    summary = train.run(simulation, agents.RandomSlate(5, slots, lanes), episodes_per_lane=10)
    assert summary["ctr"] == 1.5 and summary["ctr_low"] < 1.5 < summary["ctr_high"] < slots


@pytest.mark.parametrize("option", ["--config", "--agent-options"])
@pytest.mark.parametrize(("text", "words"), [("{num_products: 1}", "is not JSON"), ("[1]", "a JSON object is needed")])
def test_options_that_are_no_json_objects_are_refused(capsys, option, text, words):
    with pytest.raises(SystemExit):
        train.main([option, text])
    told = capsys.readouterr().err
    assert option in told and repr(text) in told and words in told


def test_errors_are_a_line_too(capsys, address):
    status, (line,) = run(capsys, "--address", address, "--env", "Other-v1")
    assert status == 1 and line["event"] == "error" and line["error"] == "NotFound"
    with pytest.raises(SystemExit):
        train.main(["--labels", "x"])


def test_random_slates_are_distinct_and_equally_likely():
    agent = agents.RandomSlate(4, 2, 12_000, seed=3)
    choice = agent.act({})
    assert choice.actions.shape == (12_000, 2) and (choice.actions[:, 0] != choice.actions[:, 1]).all()
    assert (choice.propensities == 1 / 12).all()
    counts = np.bincount(choice.actions[:, 0] * 4 + choice.actions[:, 1], minlength=16)
    assert (counts[[0, 5, 10, 15]] == 0).all()
    assert abs(counts[counts > 0] - 1000).max() < 150  # five standard deviations
    with pytest.raises(ValueError, match="slate_size: 5"):
        agents.RandomSlate(4, 5, 1)


def test_random_and_user_counts_draw_as_they_say():
    counts = np.tile(np.array([[0, 3, 1, 0, 0], [0, 0, 0, 0, 0]], np.int32), (20000, 1))
    choice = agents.OrganicUserCount(5).act({"view_counts": counts})
    viewed, fresh = choice.actions[::2], choice.actions[1::2]
    assert set(viewed) == {1, 2} and abs((viewed == 1).mean() - 0.75) < 0.02
    assert np.array_equal(choice.propensities[::2], np.where(viewed == 1, 0.75, 0.25))
    assert set(fresh) == set(range(5)) and (choice.propensities[1::2] == 0.2).all()
    choice = agents.Random(5).act({"view_counts": counts})
    assert set(choice.actions) == set(range(5)) and (choice.propensities == 0.2).all()
    with pytest.raises(TypeError):
        agents.OrganicUserCount(5).act({"view_counts": Ragged(np.arange(2), np.array([0, 2]))})


def test_epsilon_greedy_learns_and_says_its_propensities():
    rng = np.random.default_rng(1)
    agent = agents.EpsilonGreedy(5, epsilon=0.2)

    class Answer:
        signals: dict

    shares = []
    for _ in range(60):
        viewed = rng.integers(5, size=500)
        seen = {"view_counts": np.eye(5, dtype=np.int32)[viewed]}
        choice = agent.act(seen)
        liked = choice.actions == (viewed + 1) % 5
        answer = Answer()
        answer.signals = {"click": rng.random(500) < np.where(liked, 0.5, 0.05)}
        agent.learn(seen, choice, answer)
        shares.append(liked.mean())
        assert set(np.round(choice.propensities, 9)) <= {0.84, 0.04}
    assert np.mean(shares[-5:]) > 0.75
    assert (choice.propensities[liked] > 0.8).mean() > 0.9


def test_names():
    assert isinstance(agents.make("epsilon-greedy", 5, epsilon=0.3), agents.EpsilonGreedy)
    with pytest.raises(ValueError, match="there are"):
        agents.make("clever", 5)
    with pytest.raises(ValueError, match="epsilon"):
        agents.make("epsilon-greedy", 5, epsilon=2)

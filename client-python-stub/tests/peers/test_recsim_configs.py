"""Whatever the config and the seed: what the server plays with its `random: "numpy"` is what the package plays.

Each case is drawn from the number in its name: a config, a seed, and slates. RECARENA_RECSIM_CONFIGS is how many
cases to play of each environment, if others than those few.
"""

import os
import random

import numpy as np
import pytest
from recsim_configs import EMPTY_SLATES, evolution, exploration, satisfaction, slate
from recsim_reference import Lane
from recsim_reference import evolution as evolution_parts
from recsim_reference import exploration as exploration_parts
from recsim_reference import satisfaction as satisfaction_parts

import recarena

ENVIRONMENTS = {
    "RecSim-InterestEvolution-v1": (evolution, evolution_parts),
    "RecSim-InterestExploration-v1": (exploration, exploration_parts),
    "RecSim-LongTermSatisfaction-v1": (satisfaction, satisfaction_parts),
}
CASES = range(int(os.environ.get("RECARENA_RECSIM_CONFIGS", "25")))
STEPS = 60


def same(ours, theirs, what):
    # The last digits of logarithms and exponentials are not the same on all platforms.
    np.testing.assert_allclose(np.asarray(ours, float), np.asarray(theirs, float), 1e-9, 1e-9, err_msg=what)


class Pair:
    """A lane of the server's, and the same lane of the package's."""

    def __init__(self, name, number, lane, config, theirs):
        self.name = name
        self.number = number
        self.lane = lane
        self.config = config
        self.theirs = theirs
        self.steps = 0
        self.over = False
        self.shown = []

    def where(self, what):
        return f"{what} of lane {self.lane} after step {self.steps} of {self.name} {self.number}: {self.config}"

    def reset(self):
        self.steps = 0
        self.over = False
        self.shown = self.theirs.present()
        return self.theirs.reset()

    def begin(self, observations):
        """After a reset, of which this is what the server shows of all lanes."""
        self.look(self.reset(), {name: rows[self.lane] for name, rows in observations.items()})

    def look(self, theirs, ours):
        several = self.theirs.users > 1
        if "user" in ours:
            same(ours["user"].reshape(self.theirs.users, -1), theirs["user"], self.where("user"))
        assert ours["document_ids"].tolist() == [int(number) for number in theirs["doc"]], self.where("ids")
        documents = list(theirs["doc"].values())
        if "documents" in ours:
            same(ours["documents"], documents, self.where("documents"))
        else:
            same(ours["document_quality"], [d["quality"] for d in documents], self.where("quality"))
            same(ours["document_cluster_id"], [d["cluster_id"] for d in documents], self.where("cluster"))
        if several:
            assert ours["present"].tolist() == self.theirs.present(), self.where("present")

    def measure(self, responses, signals):
        """What was measured of each slot, and zeros where there was none."""
        users, slots = self.theirs.users, self.config["slate_size"]
        if users > 1:
            assert signals["shown"][self.lane].tolist() == self.shown, self.where("shown")
        for name, rows in signals.items():
            if name in ("shown", "unclipped_engagement"):
                continue
            expected = np.zeros((users, slots))
            for user, response in enumerate(responses):
                expected[user, : len(response)] = [float(slot[name]) for slot in response]
            same(rows[self.lane].reshape(users, slots), expected, self.where(name))

    def step(self, slates, result, autoreset):
        """After a step; a lane whose episode is over is reset in it, or before it."""
        if self.over:
            self.begin(result.observations)
            return
        self.shown = self.theirs.present()
        seen, rewards, left = self.theirs.step(slates)
        self.steps += 1
        self.measure(seen["response"], result.signals)
        same(np.ravel(result.rewards[self.lane]), rewards, self.where("reward"))
        assert result.terminated[self.lane] == left, self.where("terminated")
        limit = self.config["max_episode_steps"]
        cut = not left and 0 < limit <= self.steps
        assert result.truncated[self.lane] == cut, self.where("truncated")
        self.over = left or cut
        ours = {name: rows[self.lane] for name, rows in result.observations.items()}
        if self.over and autoreset == "same_step":
            last = result.final.lanes.tolist().index(self.lane)
            self.look(seen, {name: rows[last] for name, rows in result.final.observations.items()})
            self.begin(result.observations)
        else:
            self.look(seen, ours)


def play(client, name, number):
    draw_config, parts = ENVIRONMENTS[name]
    draw = random.Random(f"{name} {number}")
    config = draw_config(draw)
    seed = draw.choice([0, draw.randrange(1000), draw.randrange(2**31)])
    lanes = draw.choice([1, 1, 2, 3])
    autoreset = draw.choice(["disabled", "disabled", "same_step", "next_step"])
    pairs = [Pair(name, number, lane, config, Lane(parts, config, seed, lane)) for lane in range(lanes)]
    sent = {**config, "random": "numpy"}
    ours = client.create(name, sent, seed=seed, lanes=lanes, autoreset=autoreset, log=False)
    result = ours.reset()
    for pair in pairs:
        pair.begin(result.observations)
    for _ in range(STEPS):
        if autoreset == "disabled":
            # Those that are over, and now and then one that is not.
            mask = [pair.over or draw.random() < 0.02 for pair in pairs]
            if any(mask):
                result = ours.reset(mask)
                for pair in (pair for pair, masked in zip(pairs, mask, strict=True) if masked):
                    pair.begin(result.observations)
        if draw.random() < 0.02:
            fork = ours.fork()
            ours.close()
            ours = fork
        slates = [[slate(draw, config, name in EMPTY_SLATES) for _ in range(config["num_users"])] for _ in pairs]
        result = ours.step(slates if config["num_users"] > 1 else [one for (one,) in slates])
        for pair, shown in zip(pairs, slates, strict=True):
            pair.step(shown, result, autoreset)
    ours.close()


@pytest.fixture(scope="module")
def client(address):
    with recarena.connect(address) as client:
        yield client


@pytest.mark.parametrize("number", CASES)
@pytest.mark.parametrize("name", ENVIRONMENTS)
@pytest.mark.filterwarnings("ignore:(The truth value of an empty|overflow encountered in exp)")  # the package's own
def test_any_config_plays_as_in_the_package(client, name, number):
    play(client, name, number)

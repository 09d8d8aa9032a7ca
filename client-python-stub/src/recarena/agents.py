"""Small reference agents that recommend to many users at once, and say with which probability.

They show how an agent talks to RecArena and need nothing but numpy; serious ones come from serious libraries.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from recarena._simulation import Result
from recarena._wire import Array, Ragged

__all__ = [
    "AGENTS",
    "SLATE_AGENTS",
    "Agent",
    "Choice",
    "EpsilonGreedy",
    "OrganicUserCount",
    "Random",
    "RandomSlate",
    "make",
]

Observations = Mapping[str, "Array | Ragged"]


class Choice(NamedTuple):
    """What an agent recommends, one row for each lane."""

    #: [N] item numbers, or [N, k] for slates of k.
    actions: npt.NDArray[np.int64]
    #: [N]: with which probability each of them was chosen, of slates the whole in its order.
    propensities: npt.NDArray[np.float64]


class Agent(Protocol):
    """Recommends, and may learn from what comes of it."""

    #: The observations that it needs to see.
    observations: tuple[str, ...]

    def act(self, observations: Observations) -> Choice:
        """What to recommend to the users who are seen here."""
        ...

    def learn(self, seen: Observations, choice: Choice, result: Result) -> None:
        """What came of a choice: `result` answers the step, `seen` is what `act` had seen."""
        ...


class Random:
    """Every item with the same probability."""

    observations: tuple[str, ...] = ("view_counts",)

    def __init__(self, item_count: int, seed: int = 0) -> None:
        """For a catalogue of so many items."""
        self.item_count = item_count
        self.rng = np.random.default_rng(seed)

    def act(self, observations: Observations) -> Choice:
        """Draws."""
        lanes = len(next(iter(observations.values())))
        return Choice(self.rng.integers(self.item_count, size=lanes), np.full(lanes, 1.0 / self.item_count))

    def learn(self, seen: Observations, choice: Choice, result: Result) -> None:
        """Nothing."""


class RandomSlate:
    """A slate of different items, each such slate with the same probability."""

    observations: tuple[str, ...] = ()

    def __init__(self, item_count: int, slate_size: int, lanes: int, seed: int = 0) -> None:
        """Of so many of the items, for so many users."""
        if not 1 <= slate_size <= item_count:
            raise ValueError(f"slate_size: {slate_size}; there are {item_count} different items")
        self.item_count = item_count
        self.slate_size = slate_size
        self.lanes = lanes
        self.rng = np.random.default_rng(seed)

    def act(self, observations: Observations) -> Choice:
        """Draws."""
        items = np.tile(np.arange(self.item_count), (self.lanes, 1))
        slates = self.rng.permuted(items, axis=1)[:, : self.slate_size]
        probability = 1.0 / math.perm(self.item_count, self.slate_size)
        return Choice(slates, np.full(self.lanes, probability))

    def learn(self, seen: Observations, choice: Choice, result: Result) -> None:
        """Nothing."""


class OrganicUserCount:
    """An item with a probability in proportion to how often the user has looked at it."""

    observations: tuple[str, ...] = ("view_counts",)

    def __init__(self, item_count: int, seed: int = 0) -> None:
        """For a catalogue of so many items."""
        self.item_count = item_count
        self.rng = np.random.default_rng(seed)

    def act(self, observations: Observations) -> Choice:
        """Draws from the views; from all items for a user who has none."""
        counts = _dense(observations["view_counts"])
        sums = np.cumsum(counts, axis=1, dtype=np.int64)
        none = sums[:, -1] == 0
        if none.any():
            counts = np.where(none[:, None], 1, counts)
            sums = np.cumsum(counts, axis=1, dtype=np.int64)
        total = sums[:, -1]
        drawn = (self.rng.random(len(total)) * total).astype(np.int64)  # 0 to total - 1
        actions = np.argmax(sums > drawn[:, None], axis=1)
        return Choice(actions, counts[np.arange(len(actions)), actions] / total)

    def learn(self, seen: Observations, choice: Choice, result: Result) -> None:
        """Nothing."""


class EpsilonGreedy:
    """Learns how often an item is clicked by users who have looked most at a certain one.

    Shows the item with the most clicks a recommendation, and with probability epsilon any item. The rate of a pair
    that was shown seldom leans on that of the item alone. Above `max_pairs` pairs, only items are told apart.
    """

    observations: tuple[str, ...] = ("view_counts",)

    def __init__(
        self,
        item_count: int,
        seed: int = 0,
        epsilon: float = 0.1,
        weight: float = 20.0,
        max_pairs: int = 4_000_000,
    ) -> None:
        """For a catalogue of so many items; the item's own rate counts as `weight` recommendations of a pair."""
        if not 0.0 <= epsilon <= 1.0:
            raise ValueError(f"epsilon: {epsilon}; allowed are 0 to 1")
        self.item_count = item_count
        self.epsilon = epsilon
        self.weight = weight
        self.rng = np.random.default_rng(seed)
        self.contexts = item_count if item_count * item_count <= max_pairs else 1
        self.shown = np.zeros((self.contexts, item_count))
        self.clicked = np.zeros((self.contexts, item_count))

    def act(self, observations: Observations) -> Choice:
        """The best one so far, or with probability epsilon any."""
        contexts = self._contexts(observations)
        shown, clicked = self.shown.sum(axis=0), self.clicked.sum(axis=0)
        # One click in a hundred until it is known better; an item that was never shown is worth a try.
        rate = (clicked + 1.0) / (shown + 100.0)
        used, inverse = np.unique(contexts, return_inverse=True)
        values = (self.clicked[used] + self.weight * rate) / (self.shown[used] + self.weight)
        best = np.argmax(values, axis=1)[inverse]
        lanes = len(contexts)
        explore = self.rng.random(lanes) < self.epsilon
        actions = np.where(explore, self.rng.integers(self.item_count, size=lanes), best)
        uniform = self.epsilon / self.item_count
        return Choice(actions, np.where(actions == best, 1.0 - self.epsilon + uniform, uniform))

    def learn(self, seen: Observations, choice: Choice, result: Result) -> None:
        """Counts."""
        contexts = self._contexts(seen)
        np.add.at(self.shown, (contexts, choice.actions), 1.0)
        np.add.at(self.clicked, (contexts, choice.actions), result.signals["click"].astype(float))

    def _contexts(self, observations: Observations) -> npt.NDArray[np.intp]:
        counts = _dense(observations["view_counts"])
        return np.argmax(counts, axis=1) if self.contexts > 1 else np.zeros(len(counts), np.intp)


def _dense(values: Array | Ragged) -> Array:
    if isinstance(values, Ragged):
        raise TypeError("a dense observation is needed here, and this one is ragged")
    return values


#: Those that recommend single items, by the names that `python -m recarena.train --agent` takes.
AGENTS: dict[str, Callable[..., Agent]] = {
    "random": Random,
    "organic-user-count": OrganicUserCount,
    "epsilon-greedy": EpsilonGreedy,
}

#: Those that recommend slates.
SLATE_AGENTS: dict[str, Callable[..., Agent]] = {"random-slate": RandomSlate}


def make(name: str, item_count: int, seed: int = 0, **options: Any) -> Agent:
    """An agent by name; `options` are its further arguments."""
    kind = {**AGENTS, **SLATE_AGENTS}.get(name)
    if kind is None:
        raise ValueError(f"no agent {name!r}; there are {', '.join([*AGENTS, *SLATE_AGENTS])}")
    return kind(item_count, seed=seed, **options)

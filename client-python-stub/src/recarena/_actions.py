"""What is recommended in a step, as it is sent."""

from __future__ import annotations

import operator
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from recarena._info import SimulationInfo
from recarena._wire import Array
from recarena.errors import InvalidArgument

_INTEGERS = (np.dtype("<i8"), np.dtype("<i4"))


class Actions:
    """Checks actions against what a simulation takes, and fills up short slates where those are allowed."""

    def __init__(self, info: SimulationInfo) -> None:
        """Of a simulation."""
        self._action = info.action
        self._lanes = info.lanes
        self._shape = info.action.shape(info.lanes)
        # Several users of a lane each have a slate of their own, one after the other in the lane's action.
        self._users = next((spec.shape[0] for spec in info.signals if spec.name == "shown"), 1)
        self._slots = info.action.slate_size // self._users
        self._by_user = (info.lanes, self._users, self._slots)
        self._empty = info.action.empty_slot

    def array(self, given: npt.ArrayLike) -> Array:
        """The actions in the shape that is sent; raises InvalidArgument for what no step takes."""
        try:
            array = np.asarray(given)
        except ValueError:  # rows of different lengths
            array = None
        if array is not None and array.shape == self._shape:
            return _integers(array)
        if array is not None and self._users > 1 and array.shape == self._by_user:
            return _integers(array).reshape(self._shape)
        if self._empty is not None:
            return self._filled_up(given, self._empty)
        shape = "rows of different lengths" if array is None else f"shape {array.shape}"
        raise InvalidArgument(f"actions: {shape}, allowed is {self._allowed()}")

    def _filled_up(self, given: Any, empty: int) -> Array:
        try:
            rows = [self._row(lane, empty) for lane in given]
        except TypeError:
            raise InvalidArgument(f"actions: {given!r:.80}, allowed is {self._allowed()}") from None
        if len(rows) != self._lanes:
            raise InvalidArgument(f"actions: {len(rows)} lanes, allowed is {self._allowed()}")
        return np.array(rows, "<i8")

    def _row(self, lane: Any, empty: int) -> list[int]:
        if self._users == 1:
            return self._slate(lane, empty)
        slates = [self._slate(slate, empty) for slate in lane]
        if len(slates) != self._users:
            raise InvalidArgument(f"actions: {len(slates)} slates in a lane, allowed is {self._allowed()}")
        return [position for slate in slates for position in slate]

    def _slate(self, slate: Iterable[Any], empty: int) -> list[int]:
        positions = [operator.index(position) for position in slate]
        if len(positions) > self._slots:
            raise InvalidArgument(f"actions: a slate of {len(positions)}, allowed is {self._allowed()}")
        return positions + [empty] * (self._slots - len(positions))

    def _allowed(self) -> str:
        count = self._action.item_count
        lowest = -count if self._action.negative_allowed else 0
        if not self._action.slate_size:
            return f"{self._shape} (one item of {lowest} to {count - 1} for each of {self._lanes} lanes)"
        shape = f"{self._shape} or {self._by_user}" if self._users > 1 else f"{self._shape}"
        each = (
            f"each of {self._users} users in {self._lanes} lanes" if self._users > 1 else f"each of {self._lanes} lanes"
        )
        if self._empty is not None:
            return (
                f"{shape} (a slate of up to {self._slots} items of {lowest} to {count - 1} for {each}; "
                f"{self._empty} stands for an empty slot, with which short slates are filled up)"
            )
        return f"{shape} (a slate of {self._slots} items of {lowest} to {count - 1} for {each})"


def _integers(array: Array) -> Array:
    if array.dtype in _INTEGERS:
        return array
    if array.dtype.kind not in "iu":
        raise InvalidArgument(f"actions: {array.dtype} values; integers are needed, the numbers of the items")
    if array.dtype.kind == "u" and array.size and array.max() >= 1 << 63:
        raise InvalidArgument(f"actions: {array.max()} is no item's number")
    return array.astype("<i8")

"""Gymnasium's spaces for what the server describes."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

try:
    import gymnasium  # noqa: F401
except ModuleNotFoundError as missing:
    raise ModuleNotFoundError(
        "recarena.gym needs Gymnasium, which is not installed: pip install 'recarena[gymnasium]'"
    ) from missing
import numpy as np
import numpy.typing as npt
from gymnasium import spaces
from gymnasium.vector.utils import batch_space

from recarena._info import ActionSpec, TensorSpec
from recarena.errors import InvalidArgument


class RaggedSpace(spaces.Sequence):
    """A Sequence space whose elements are one array; checks the array as a whole."""

    def __init__(self, feature: spaces.Space[Any], seed: int | np.random.Generator | None = None) -> None:
        """Of a Box or Discrete space for each element."""
        super().__init__(feature, seed=seed, stack=True)

    def contains(self, x: Any) -> bool:
        """Whether x is an array of elements of the space."""
        feature: Any = self.feature_space
        if not isinstance(x, np.ndarray) or x.ndim != 1 + len(feature.shape) or x.shape[1:] != feature.shape:
            return False
        if not np.can_cast(x.dtype, feature.dtype):
            return False
        if isinstance(feature, spaces.Discrete):
            return bool(np.all((x >= feature.start) & (x < feature.start + feature.n)))
        return bool(np.all((x >= feature.low) & (x <= feature.high)))


class SlateSpace(spaces.MultiDiscrete):
    """Slates of different items: a MultiDiscrete space without the slates that show an item twice."""

    def __init__(self, item_count: int, slate_size: int, seed: int | np.random.Generator | None = None) -> None:
        """Of so many of the items 0 to item_count - 1."""
        super().__init__(np.full(slate_size, item_count), seed=seed)

    def sample(self, mask: Any = None, probability: Any = None) -> npt.NDArray[Any]:
        """A slate; `mask` holds for each slot which items may be there."""
        if probability is not None:
            raise InvalidArgument("probability: a slate of different items is drawn without")
        free = np.ones(int(self.nvec[0]), bool)
        slate = np.zeros(self.shape, self.dtype)
        for slot in range(len(slate)):
            allowed = np.flatnonzero(free if mask is None else free & np.asarray(mask[slot], bool))
            if not len(allowed):
                raise InvalidArgument(f"mask: leaves no item for slot {slot} that is not in the slate already")
            slate[slot] = allowed[self.np_random.integers(len(allowed))]
            free[slate[slot]] = False
        return slate

    def contains(self, x: Any) -> bool:
        """Whether x is a slate of different items."""
        return super().contains(x) and len(set(np.asarray(x).tolist())) == len(self.nvec)

    def __repr__(self) -> str:
        """With both numbers."""
        return f"SlateSpace({int(self.nvec[0])}, {len(self.nvec)})"


class _SlateBatch(spaces.Box):
    """A slate of different items in each row."""

    def __init__(self, single: SlateSpace, count: int) -> None:
        self.single = single
        items, slots = int(single.nvec[0]), len(single.nvec)
        dtype: Any = single.dtype
        super().__init__(0, items - 1, (count, slots), dtype.type, seed=copy.deepcopy(single.np_random))

    def sample(self, mask: Any = None, probability: Any = None) -> npt.NDArray[Any]:
        if mask is not None or probability is not None:
            raise InvalidArgument(
                "mask, probability: a batch of slates is drawn without; draw each from the single space"
            )
        count, slots = self.shape
        items = np.tile(np.arange(self.single.nvec[0], dtype=self.dtype), (count, 1))
        return self.np_random.permuted(items, axis=1)[:, :slots].copy()

    def contains(self, x: Any) -> bool:
        return super().contains(x) and bool((np.diff(np.sort(x, axis=1), axis=1) > 0).all())


@batch_space.register(SlateSpace)
def _batch_slates(space: SlateSpace, n: int = 1) -> _SlateBatch:
    return _SlateBatch(space, n)


def action_space(action: ActionSpec) -> spaces.Space[Any]:
    """The actions of one lane."""
    if action.slate_size and not action.repeats_allowed:
        return SlateSpace(action.item_count, action.slate_size)
    if action.slate_size:
        return spaces.MultiDiscrete(np.full(action.slate_size, action.item_count))
    return spaces.Discrete(action.item_count)


def action_mask(action: ActionSpec) -> Any:
    """Which items can be recommended, in the form that the action space's `sample` takes: all of them."""
    if action.slate_size:
        return tuple(np.ones(action.item_count, np.int8) for _ in range(action.slate_size))
    return np.ones(action.item_count, np.int8)


def flat_mask(action: ActionSpec) -> npt.NDArray[np.bool_]:
    """The same as one row, slot after slot, as agents that mask their actions take it."""
    return np.ones(action.item_count * max(1, action.slate_size), bool)


def observation_space(specs: Iterable[TensorSpec]) -> spaces.Dict:
    """The observations of one lane, by name."""
    return spaces.Dict({spec.name: _space(spec) for spec in specs})


def _space(spec: TensorSpec) -> spaces.Space[Any]:
    return RaggedSpace(_dense_space(spec, spec.shape[1:])) if spec.ragged else _dense_space(spec, spec.shape)


def _dense_space(spec: TensorSpec, shape: tuple[int, ...]) -> spaces.Space[Any]:
    kind = spec.dtype.kind
    if kind == "b":
        return spaces.MultiBinary(shape) if shape else spaces.Discrete(2)
    if kind == "f":
        low = -np.inf if spec.minimum is None else spec.minimum
        high = np.inf if spec.maximum is None else spec.maximum
        return spaces.Box(low, high, shape, spec.dtype.type)
    limits = np.iinfo(spec.dtype)
    lowest = limits.min if spec.minimum is None else int(spec.minimum)
    highest = limits.max if spec.maximum is None else int(spec.maximum)
    if not shape and spec.minimum is not None and spec.maximum is not None:
        return spaces.Discrete(highest - lowest + 1, start=lowest)
    return spaces.Box(lowest, highest, shape, spec.dtype.type)

"""Reads the trajectory log: the files that a server writes, also while it writes them.

`recarena.read_log(DIR)` iterates over logged steps one by one; `batches(DIR)` gives the same as arrays, one batch for
each step of a simulation, which is much faster. Neither needs a server.
"""

from __future__ import annotations

import mmap
import os
import re
import struct
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from recarena import _info
from recarena._crc32c import crc32c
from recarena._info import ActionSpec, TensorSpec
from recarena._wire import DTYPES, Array, Ragged
from recarena.errors import RecArenaError
from recarena.v1 import log_pb2

__all__ = ["Batch", "CorruptLog", "LoggedSimulation", "LoggedStep", "batches", "read_log", "records", "simulations"]

_HEADER = struct.Struct("<8siiqqiI")
_FRAME = struct.Struct("<IIQ")
_MAGIC = b"RecArLog"
_VERSION = 1
_MAX_PAYLOAD = 1 << 29
_MAX_BLOCK = 1 << 16  # a segment that has no header yet has no more zeros than this
_SEGMENT = re.compile(r"(\d{10,})\.log")
#: Where a server's data directory has the log.
_SUBDIRECTORIES = ("log", "trajectories")


class CorruptLog(RecArenaError):
    """The log is damaged: bytes are wrong that were safely stored once. The message says where."""

    code = "DATA_LOSS"


@dataclass(frozen=True)
class LoggedSimulation:
    """A simulation that the log has."""

    #: Its handle.
    id: str
    #: Its number in this log.
    number: int
    environment: str
    config: dict[str, Any]
    seed: int
    lanes: int
    #: next_step, same_step or disabled.
    autoreset: str
    #: The labels at the beginning.
    labels: dict[str, str]
    #: The observations that are logged; those in `constants` last.
    observations: tuple[TensorSpec, ...]
    signals: tuple[TensorSpec, ...]
    action: ActionSpec
    rewards: tuple[str, ...]
    opened: datetime
    #: The observations that stay the same, by name and without a dimension for the lanes.
    constants: dict[str, Array] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class Batch:
    """One step of a simulation: one row for each of its lanes."""

    simulation: LoggedSimulation
    #: The number of the step.
    step: int
    #: When it was asked for.
    wall_time: datetime
    #: In force at the step.
    labels: dict[str, str]
    #: [N]: where a user saw the action. Elsewhere the step only began the next episode.
    acted: npt.NDArray[np.bool_]
    #: [N]: of the lane's episode.
    episodes: npt.NDArray[np.int64]
    #: [N]: which of its episode's steps it was, from 0.
    t: npt.NDArray[np.int64]
    #: [N], or [N, k] for slates.
    actions: Array
    #: [N]: of what was chosen; None where the agent reported none, NaN in lanes of which it did not know them, here and
    #: in the next two.
    propensities: Array | None
    #: [N, k]: of each slot's item.
    slot_propensities: Array | None
    #: [N, item_count]: of every item.
    distribution: Array | None
    #: [N], or [N, R].
    rewards: Array
    terminated: npt.NDArray[np.bool_]
    truncated: npt.NDArray[np.bool_]
    signals: dict[str, Array]
    #: What the agent saw when it chose.
    observations: dict[str, Array | Ragged]
    #: What came after; of an ended episode the last observations, except where the log cannot have them.
    next_observations: dict[str, Array | Ragged]


@dataclass(frozen=True)
class LoggedStep:
    """One recommendation to one user, and what came of it."""

    #: The simulation's handle; `about` has all of it.
    simulation: str
    lane: int
    episode: int
    #: The number of the simulation's step.
    step: int
    #: Which of its episode's steps it was, from 0.
    t: int
    #: An item, or an array of items for a slate.
    action: Any
    #: Of what was chosen; None where the agent reported none.
    propensity: float | None
    #: A number, or an array of components.
    reward: Any
    #: By name.
    signals: dict[str, Any]
    terminated: bool
    truncated: bool
    labels: dict[str, str]
    #: What the agent saw when it chose, by name.
    observations: dict[str, Any]
    wall_time: datetime
    slot_propensities: Array | None
    distribution: Array | None
    about: LoggedSimulation


def read_log(
    directory: str | os.PathLike[str],
    *,
    simulation: str | int | None = None,
    labels: Mapping[str, str] | None = None,
) -> Iterator[LoggedStep]:
    """The logged steps, in the order in which they were played; lane by lane within a step.

    `directory` is the log's or the server's data directory. `simulation` keeps those of one simulation only, by
    handle or by number in the log; `labels` keeps the steps at which all of these were in force.
    """
    for batch in batches(directory, simulation=simulation, labels=labels):
        yield from _rows(batch)


def _rows(batch: Batch) -> Iterator[LoggedStep]:
    slate = batch.actions.ndim > 1
    vector = batch.rewards.ndim > 1
    actions = batch.actions if slate else batch.actions.tolist()
    rewards = batch.rewards if vector else batch.rewards.tolist()
    lanes = len(batch.acted)
    propensities = _by_lane(batch.propensities, lanes)
    slot_propensities, distribution = _by_lane(batch.slot_propensities, lanes), _by_lane(batch.distribution, lanes)
    signals = {name: v.tolist() if v.ndim == 1 else v for name, v in batch.signals.items()}
    observations = {
        name: v.tolist() if isinstance(v, np.ndarray) and v.ndim == 1 else v for name, v in batch.observations.items()
    }
    episodes, t = batch.episodes.tolist(), batch.t.tolist()
    terminated, truncated = batch.terminated.tolist(), batch.truncated.tolist()
    for lane in np.flatnonzero(batch.acted).tolist():
        yield LoggedStep(
            simulation=batch.simulation.id,
            lane=lane,
            episode=episodes[lane],
            step=batch.step,
            t=t[lane],
            action=actions[lane],
            propensity=propensities[lane],
            reward=rewards[lane],
            signals={name: v[lane] for name, v in signals.items()},
            terminated=terminated[lane],
            truncated=truncated[lane],
            labels=batch.labels,
            observations={name: v[lane] for name, v in observations.items()},
            wall_time=batch.wall_time,
            slot_propensities=slot_propensities[lane],
            distribution=distribution[lane],
            about=batch.simulation,
        )


def _by_lane(propensities: Array | None, lanes: int) -> Any:
    """One for each lane: None for what the agent did not report, or not know of a lane, which is NaN in the log."""
    if propensities is None:
        return [None] * lanes
    rows: Any = propensities.tolist() if propensities.ndim == 1 else propensities
    unknown = np.isnan(propensities if propensities.ndim == 1 else propensities[:, 0])
    return [None if u else row for u, row in zip(unknown, rows, strict=True)] if unknown.any() else rows


def simulations(directory: str | os.PathLike[str]) -> list[LoggedSimulation]:
    """All simulations that the log has, in the order in which they were opened."""
    return [_opened(r) for r in records(directory) if r.HasField("opened")]


def batches(
    directory: str | os.PathLike[str],
    *,
    simulation: str | int | None = None,
    labels: Mapping[str, str] | None = None,
) -> Iterator[Batch]:
    """The logged steps as arrays: one batch for each step of a simulation. The arguments are those of read_log."""
    wanted = dict(labels or {})
    open_ones: dict[int, _Replay] = {}
    for record in records(directory):
        kind = record.WhichOneof("kind")
        if kind == "opened":
            about = _opened(record)
            if simulation is None or simulation in (about.id, about.number):
                open_ones[record.simulation] = _Replay(about, record.opened.forked_from.step)
            continue
        replay = open_ones.get(record.simulation)
        if replay is None:
            continue
        if kind == "closed":
            del open_ones[record.simulation]
        elif kind == "reset":
            replay.reset(record.reset)
        elif kind == "step":
            replay.step(record)
        elif kind == "outcome":
            batch = replay.outcome(record.outcome)
            if batch is not None and wanted.items() <= batch.labels.items():
                yield batch


class _Replay:
    """What has to be kept of a simulation to put its inputs and outcomes together."""

    def __init__(self, about: LoggedSimulation, forked_at: int = 0) -> None:
        self.about = about
        self.forked_at = forked_at
        self.labels = dict(about.labels)
        self.pending: dict[int, tuple[Any, dict[str, str]]] = {}
        self.observations: dict[str, Array | Ragged] = {}
        self.episodes = np.full(about.lanes, -1, np.int64)
        self.t = np.full(about.lanes, -1, np.int64)

    def reset(self, reset: Any) -> None:
        self._label(reset.labels)
        self.pending[reset.step] = (None, self.labels)

    def step(self, record: Any) -> None:
        self._label(record.step.labels)
        self.pending[record.step.step] = (record, self.labels)

    def _label(self, changes: Mapping[str, str]) -> None:
        if changes:
            merged = {**self.labels, **changes}
            self.labels = {k: v for k, v in merged.items() if v}

    def outcome(self, outcome: Any) -> Batch | None:
        found = self.pending.pop(outcome.step, None)
        if found is None:
            if outcome.step == self.forked_at:  # what the agents of a fork saw before its first step
                self.observations = _observations(self.about, outcome.observations, self.about.lanes)
            return None  # or there already
        about, lanes = self.about, self.about.lanes
        record, labels = found
        before = self.observations
        self.observations = after = _observations(about, outcome.observations, lanes)
        if record is None:
            return None
        acted = _unpack(outcome.acted).astype(bool)
        episodes = _unpack(outcome.episodes)
        self.t = np.where(episodes != self.episodes, 0, self.t + 1)
        self.t[~acted] = -1
        self.episodes = np.where(acted, episodes, -1)
        if outcome.HasField("final_lanes"):
            ended = _unpack(outcome.final_lanes)
            if len(ended):
                last = _observations(about, outcome.final_observations, len(ended))
                after = {
                    name: values if name in about.constants else _replaced(values, ended, last[name])
                    for name, values in after.items()
                }
        step = record.step
        components = len(about.rewards)
        return Batch(
            simulation=about,
            step=step.step,
            wall_time=_time(record.wall_micros),
            labels=labels,
            acted=acted,
            episodes=episodes,
            t=self.t.copy(),
            actions=_unpack(step.actions).reshape(about.action.shape(lanes)),
            propensities=_optional(step, "propensities", (lanes,)),
            slot_propensities=_optional(step, "slot_propensities", (lanes, about.action.slate_size)),
            distribution=_optional(step, "distribution", (lanes, about.action.item_count)),
            rewards=_unpack(outcome.rewards).reshape((lanes, components) if components > 1 else (lanes,)),
            terminated=_unpack(outcome.terminated).astype(bool),
            truncated=_unpack(outcome.truncated).astype(bool),
            signals={
                spec.name: _unpack(c).reshape((lanes, *spec.shape))
                for spec, c in zip(about.signals, outcome.signals, strict=False)
            },
            observations=before,
            next_observations=after,
        )


def _optional(step: Any, name: str, shape: tuple[int, ...]) -> Array | None:
    return _unpack(getattr(step, name)).reshape(shape) if step.HasField(name) else None


def _observations(about: LoggedSimulation, columns: Any, rows: int) -> dict[str, Array | Ragged]:
    made: dict[str, Array | Ragged] = {}
    for spec, column in zip(about.observations, columns, strict=False):
        values = _unpack(column)
        if column.HasField("row_lengths"):
            lengths = _unpack(column.row_lengths)
            offsets = np.zeros(len(lengths) + 1, np.int64)
            np.cumsum(lengths, out=offsets[1:])
            made[spec.name] = Ragged(values.reshape((-1, *spec.shape[1:])), offsets)
        else:
            made[spec.name] = values.reshape((rows, *spec.shape))
    for name, row in about.constants.items():
        made[name] = np.broadcast_to(row, (rows, *row.shape))
    return made


def _replaced(values: Array | Ragged, rows: Array, by: Array | Ragged) -> Array | Ragged:
    if isinstance(values, Ragged):
        assert isinstance(by, Ragged)
        parts = list(values)
        for row, part in zip(rows.tolist(), by, strict=True):
            parts[row] = part
        offsets = np.zeros(len(parts) + 1, np.int64)
        np.cumsum([len(p) for p in parts], out=offsets[1:])
        return Ragged(np.concatenate(parts), offsets)
    changed = values.copy()
    changed[rows] = by
    return changed


_STORED: dict[int, np.dtype[Any]] = {4: np.dtype("u1"), 5: np.dtype("<u2"), 6: np.dtype("<i4")}


def _unpack(column: Any) -> Array:
    """The elements of a PackedColumn."""
    dtype: np.dtype[Any] = DTYPES[column.data_type]
    count: int = column.count
    data: bytes = column.data
    encoding = column.encoding
    if encoding == 1:
        return np.frombuffer(data, dtype, count)
    if encoding == 2:
        return np.full(count, np.frombuffer(data, dtype, 1)[0])
    if encoding == 3:
        return np.unpackbits(np.frombuffer(data, np.uint8), count=count, bitorder="little").astype(dtype)
    stored = _STORED.get(encoding)
    if stored is None:
        raise CorruptLog(f"a column is stored in a way (encoding {encoding}) that this version cannot read")
    return np.frombuffer(data, stored, count).astype(dtype)


def _opened(record: Any) -> LoggedSimulation:
    o = record.opened
    return LoggedSimulation(
        id=o.simulation_id,
        number=record.simulation,
        environment=o.environment_id,
        config={key: _info.from_value(value) for key, value in o.config.fields.items()},
        seed=o.seed,
        lanes=o.lanes,
        autoreset=_info.AUTORESET_NAMES.get(o.autoreset, str(o.autoreset)),
        labels=dict(o.labels),
        observations=tuple(_info.tensor_spec(s) for s in (*o.logged_observations, *o.constant_observations)),
        signals=tuple(_info.tensor_spec(s) for s in o.signals),
        action=_info.action_spec(o.action),
        rewards=tuple(o.rewards),
        opened=_time(record.wall_micros),
        constants={
            spec.name: _unpack(column).reshape(spec.shape)
            for spec, column in zip(map(_info.tensor_spec, o.constant_observations), o.constants, strict=True)
        },
    )


def _time(micros: int) -> datetime:
    return datetime.fromtimestamp(micros // 1_000_000, timezone.utc).replace(microsecond=micros % 1_000_000)


# The files


def records(directory: str | os.PathLike[str]) -> Iterator[Any]:
    """The LogRecord messages, in the order in which they were written.

    Ends where the log ends now: at an unfinished record too, which a crash left or which is being written.
    """
    place = _find(Path(directory))
    number = min(_segments(place))
    while True:
        path = _path(place, number)
        finished = _path(place, number + 1).exists()
        end = yield from _frames(path, number, _Place())
        if not finished:
            if not _path(place, number + 1).exists():
                while _is_damage(path, end.offset):
                    # The writer may have gone on between the two looks, so look again before judging.
                    again = yield from _frames(path, number, end)
                    if again.offset == end.offset:
                        raise CorruptLog(f"{path}: no intact record at byte {end.offset}, though a later one is")
                    end = again
                return
            # The next segment appeared while this one was read; what was written to this one meanwhile comes first.
            end = yield from _frames(path, number, end)
        if not (end.marked and end.offset == path.stat().st_size):
            raise CorruptLog(f"{path}: no intact record at byte {end.offset}, though the log goes on")
        number += 1


class _Place(NamedTuple):
    """Where a reader stands in a segment, and whether a mark came last: one ends every finished segment."""

    offset: int = _HEADER.size
    marked: bool = False


def _find(directory: Path) -> Path:
    for place in (directory, *(directory / name for name in _SUBDIRECTORIES)):
        if place.is_dir() and _segments(place):
            return place
    raise FileNotFoundError(f"no trajectory log in {directory}: no file like 0000000001.log in it")


def _segments(place: Path) -> list[int]:
    return [int(m.group(1)) for m in (_SEGMENT.fullmatch(p.name) for p in place.iterdir()) if m]


def _path(place: Path, segment: int) -> Path:
    return place / f"{segment:010d}.log"


def _frames(path: Path, segment: int, place: _Place) -> Generator[Any, None, _Place]:
    """Yields a segment's records from a place on; returns that of what is no frame."""
    at, marked = place
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size == 0:
            return place
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            size = len(data)
            salt = _salt(data, path, segment)
            if salt is None:
                return place
            while at + _FRAME.size <= size:
                length, checksum, synced = _FRAME.unpack_from(data, at)
                if not _intact(data, at, size, salt, length, checksum, synced):
                    break
                body = at + _FRAME.size
                at = body + length
                marked = length == 0
                if length:
                    yield log_pb2.LogRecord.FromString(data[body:at])
    return _Place(at, marked)


def _salt(data: Any, path: Path, segment: int) -> bytes | None:
    if len(data) < _HEADER.size:
        return None  # just being written
    if not _has_header(data, segment):
        if len(data) <= _MAX_BLOCK and not any(data[_HEADER.size :]):
            return None
        if not _has_header(data, segment):  # The header comes first, so by now it is there.
            raise CorruptLog(f"{path}: this is not the header of segment {segment}")
    version = _HEADER.unpack_from(data)[1]
    if version != _VERSION:
        raise CorruptLog(f"{path}: the format's version is {version}; this package reads version {_VERSION}")
    return bytes(data[12:16])


def _has_header(data: Any, segment: int) -> bool:
    magic, _, _, number, _, _, checksum = _HEADER.unpack_from(data)
    return bool(magic == _MAGIC and checksum == crc32c(data[: _HEADER.size - 4]) and number == segment)


def _intact(data: Any, at: int, size: int, salt: bytes, length: int, checksum: int, synced: int) -> bool:
    if (length == 0 and checksum == 0 and synced == 0) or length > _MAX_PAYLOAD:
        return False
    end = at + _FRAME.size + length
    return end <= size and checksum == crc32c(salt + data[at : at + 4] + data[at + 8 : end])


def _is_damage(path: Path, suspect: int) -> bool:
    """Whether a later frame says that the bytes here, which are no frame, were on stable storage once."""
    data = path.read_bytes()
    salt = data[12:16]
    array = np.frombuffer(data, np.uint8)
    step = 1 << 20
    for begin in range(suspect + 1, len(data) - _FRAME.size + 1, step):
        end = min(begin + step, len(data) - _FRAME.size + 1)
        at = np.arange(begin, end)
        said = sum(array[at + 8 + i].astype(np.uint64) << np.uint64(8 * i) for i in range(8))
        for offset in at[(said > suspect) & (said <= at)].tolist():
            length, checksum, synced = _FRAME.unpack_from(data, offset)
            if _intact(data, offset, len(data), salt, length, checksum, synced):
                return True
    return False

"""The hot path's own encoder and decoder of protobuf messages.

A step is a few small fields and some large arrays. The general protobuf library copies the arrays into its messages
and out again; here requests are put together from prepared pieces, and replies are read where they lie: an array is
a view of the bytes that the network delivered. Everything else goes through the generated messages, and the tests
hold this module against them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, overload

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

BOOL, UINT8, INT32, INT64, FLOAT32, FLOAT64 = 1, 2, 3, 4, 5, 6

DTYPES: dict[int, np.dtype[Any]] = {
    BOOL: np.dtype("?"),
    UINT8: np.dtype("u1"),
    INT32: np.dtype("<i4"),
    INT64: np.dtype("<i8"),
    FLOAT32: np.dtype("<f4"),
    FLOAT64: np.dtype("<f8"),
}
CODES: dict[np.dtype[Any], int] = {dtype: code for code, dtype in DTYPES.items()}

_INT64 = DTYPES[INT64]
_INT32 = DTYPES[INT32]
_BOOL = DTYPES[BOOL]


class MalformedMessage(ValueError):
    """The bytes are no message of the kind that was expected."""


# Writing


def varint(value: int) -> bytes:
    """A non-negative number in base 128."""
    if value < 0x80:
        return bytes((value,))
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def delimited(field: int, *parts: bytes) -> bytes:
    """A length-delimited field."""
    content = b"".join(parts)
    return b"".join((varint(field << 3 | 2), varint(len(content)), content))


def tensor_header(code: int, shape: tuple[int, ...], size: int) -> bytes:
    """A Tensor up to its elements, which must follow."""
    head = b"\x08" + varint(code)
    if shape:
        head += delimited(2, *(varint(length) for length in shape))
    return head + b"\x1a" + varint(size)


class TensorEncoder:
    """Encodes one tensor field of a message; what was the same the last time is not computed again."""

    __slots__ = ("_dtype", "_field", "_head", "_shape")

    def __init__(self, field: int) -> None:
        """For the field with this number."""
        self._field = varint(field << 3 | 2)
        self._dtype = np.dtype(bool)
        self._shape: tuple[int, ...] | None = None
        self._head = b""

    def head(self, array: Array) -> bytes:
        """All bytes of the field before the array's own."""
        if array.dtype != self._dtype or array.shape != self._shape:
            inner = tensor_header(CODES[array.dtype], array.shape, array.nbytes)
            self._head = self._field + varint(len(inner) + array.nbytes) + inner
            self._dtype, self._shape = array.dtype, array.shape
        return self._head


def string_map(field: int, entries: dict[str, str]) -> bytes:
    """A map<string, string>."""
    return b"".join(delimited(field, delimited(1, k.encode()), delimited(2, v.encode())) for k, v in entries.items())


# Reading


def scan(data: bytes, at: int, end: int) -> list[tuple[int, int, int]]:
    """The fields between two offsets: (number, start, stop) of length-delimited ones, (number, value, -1) of varints.

    Fixed-size ones are passed over: the messages that are read here have none.
    """
    found: list[tuple[int, int, int]] = []
    try:
        while at < end:
            tag = data[at]
            at += 1
            if tag >= 0x80:
                tag, at = _varint(data, at - 1)
            wire = tag & 7
            if wire == 2:
                length = data[at]
                at += 1
                if length >= 0x80:
                    length, at = _varint(data, at - 1)
                stop = at + length
                found.append((tag >> 3, at, stop))
                at = stop
            elif wire == 0:
                value, at = _varint(data, at)
                found.append((tag >> 3, value, -1))
            elif wire == 1:
                at += 8
            elif wire == 5:
                at += 4
            else:
                raise MalformedMessage(f"wire type {wire} at byte {at}")
    except IndexError:
        raise MalformedMessage("the message ends inside a field") from None
    if at != end:
        raise MalformedMessage("a field reaches beyond its message")
    return found


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
        if shift > 63:
            raise MalformedMessage(f"a number of more than ten bytes at byte {at}")


def signed(value: int) -> int:
    """A varint as an int64."""
    return value - (1 << 64) if value >= 1 << 63 else value


def read_tensor(data: bytes, at: int, end: int) -> Array:
    """A Tensor, as a read-only view of the message."""
    code = 0
    shape: list[int] = []
    start = stop = 0
    for number, a, b in scan(data, at, end):
        if number == 3:
            start, stop = a, b
        elif number == 1:
            code = a
        elif number == 2:
            if b < 0:
                shape.append(a)
            else:
                while a < b:
                    length, a = _varint(data, a)
                    shape.append(length)
    dtype = DTYPES.get(code)
    if dtype is None:
        raise MalformedMessage(f"unknown data type {code}; is the server newer than this client?")
    array = np.frombuffer(data, dtype, (stop - start) // dtype.itemsize, start)
    return array if len(shape) == 1 and shape[0] == array.size else array.reshape(shape)


def read_column(data: bytes, at: int, end: int) -> tuple[str, Array | Ragged]:
    """A Column: its name and its values."""
    name = ""
    values: Array | None = None
    offsets: Array | None = None
    for number, a, b in scan(data, at, end):
        if number == 2:
            values = read_tensor(data, a, b)
        elif number == 1:
            name = str(data[a:b], "utf-8")
        elif number == 3 and b > a:
            offsets = np.frombuffer(data, _INT32, (b - a) // 4, a)
    if values is None:
        raise MalformedMessage(f"column {name} has no values")
    return name, values if offsets is None else Ragged(values, offsets)


class Ragged(Sequence[Array]):
    """One array for each lane, of different lengths: `r[lane]`.

    `values` holds them one after another, and lane i's are `values[offsets[i]:offsets[i + 1]]`, as in Apache Arrow.
    """

    __slots__ = ("offsets", "values")

    def __init__(self, values: Array, offsets: Array) -> None:
        """From the rows' elements and N + 1 offsets."""
        self.values = values
        self.offsets = offsets

    def __len__(self) -> int:
        """The number of lanes."""
        return len(self.offsets) - 1

    @property
    def lengths(self) -> Array:
        """The length of each lane's array."""
        return np.diff(self.offsets)

    @overload
    def __getitem__(self, lane: int) -> Array: ...

    @overload
    def __getitem__(self, lane: slice) -> list[Array]: ...

    def __getitem__(self, lane: int | slice) -> Array | list[Array]:
        """The array of a lane."""
        if isinstance(lane, slice):
            return [self[i] for i in range(*lane.indices(len(self)))]
        count = len(self)
        if not -count <= lane < count:
            raise IndexError(f"lane {lane} of {count}")
        if lane < 0:
            lane += count
        return self.values[self.offsets[lane] : self.offsets[lane + 1]]

    def __iter__(self) -> Iterator[Array]:
        """The lanes' arrays."""
        bounds = self.offsets.tolist()
        return (self.values[a:b] for a, b in itertools.pairwise(bounds))

    def __eq__(self, other: object) -> bool:
        """Equal in every lane."""
        if not isinstance(other, Ragged):
            return NotImplemented
        return np.array_equal(self.lengths, other.lengths) and np.array_equal(
            self.values[self.offsets[0] : self.offsets[-1]], other.values[other.offsets[0] : other.offsets[-1]]
        )

    __hash__ = None  # type: ignore[assignment]

    def tolist(self) -> list[list[Any]]:
        """As lists."""
        return [row.tolist() for row in self]

    def __repr__(self) -> str:
        """With the first few lanes."""
        shown = ", ".join(str(row.tolist()) for row in self[:6])
        return f"Ragged([{shown}{', ...' if len(self) > 6 else ''}])"


class Layout(NamedTuple):
    """How a dense tensor or column looked the last time; it mostly looks the same again, down to the byte."""

    #: All that comes before the elements, which are the rest.
    head: bytes
    name: str
    dtype: np.dtype[Any]
    shape: tuple[int, ...]
    size: int

    @classmethod
    def of(cls, name: str, array: Array, data: bytes, at: int, end: int) -> Layout:
        """Of an array that was read from between two offsets."""
        head = data[at : end - array.nbytes]
        # Only where the elements come last, after their own length; any other order is not remembered.
        if not head.endswith(b"\x1a" + varint(array.nbytes)) or array.tobytes() != data[end - array.nbytes : end]:
            head = b"\0"  # no message begins so
        return cls(head, name, array.dtype, array.shape, array.size)

    def read(self, data: bytes, at: int) -> Array:
        """The array of a message with this layout."""
        array = np.frombuffer(data, self.dtype, self.size, at + len(self.head))
        return array if len(self.shape) == 1 else array.reshape(self.shape)


#: By the place in the message and the length.
Memory = dict[tuple[int, int], Layout]


class Outcome(NamedTuple):
    """Where the parts of an Outcome message lie; nothing is decoded yet."""

    data: bytes
    step: int
    unseen: int
    parts: dict[int, tuple[int, int]]
    observations: list[tuple[int, int]]
    signals: list[tuple[int, int]]

    @classmethod
    def find(cls, data: bytes, at: int, end: int) -> Outcome:
        """Reads the frame of the message between two offsets."""
        step = unseen = 0
        parts: dict[int, tuple[int, int]] = {}
        observations: list[tuple[int, int]] = []
        signals: list[tuple[int, int]] = []
        for number, a, b in scan(data, at, end):
            if b < 0:
                if number == 1:
                    step = a
                elif number == 10:
                    unseen = a
            elif number == 7:
                observations.append((a, b))
            elif number == 8:
                signals.append((a, b))
            else:
                parts[number] = (a, b)
        return cls(data, step, unseen, parts, observations, signals)

    def flags(self, number: int, lanes: int) -> npt.NDArray[np.bool_]:
        """One byte for each lane."""
        found = self.parts.get(number)
        return (
            np.zeros(lanes, _BOOL) if found is None else np.frombuffer(self.data, _BOOL, found[1] - found[0], found[0])
        )

    def longs(self, number: int, lanes: int) -> npt.NDArray[np.int64]:
        """One INT64 for each lane."""
        found = self.parts.get(number)
        if found is None:
            return np.zeros(lanes, _INT64)
        return np.frombuffer(self.data, _INT64, (found[1] - found[0]) // 8, found[0])

    def tensor(self, number: int, memory: Memory) -> Array | None:
        """A tensor field."""
        found = self.parts.get(number)
        if found is None:
            return None
        at, end = found
        known = memory.get((number, end - at))
        if known is None or not self.data.startswith(known.head, at):
            array = read_tensor(self.data, at, end)
            memory[number, end - at] = Layout.of("", array, self.data, at, end)
            return array
        return known.read(self.data, at)

    def columns(self, spans: list[tuple[int, int]], memory: Memory) -> dict[str, Array | Ragged]:
        """Columns by name."""
        data = self.data
        made: dict[str, Array | Ragged] = {}
        for slot, (at, end) in enumerate(spans):
            known = memory.get((slot, end - at))
            if known is not None and data.startswith(known.head, at):
                made[known.name] = known.read(data, at)
                continue
            name, values = read_column(data, at, end)
            made[name] = values
            if not isinstance(values, Ragged):
                memory[slot, end - at] = Layout.of(name, values, data, at, end)
        return made

    def final(self) -> tuple[Array, dict[str, Array | Ragged]] | None:
        """FinalObservations: the lanes, and the columns by name."""
        found = self.parts.get(9)
        if found is None:
            return None
        lanes = np.zeros(0, _INT32)
        columns: dict[str, Array | Ragged] = {}
        for number, a, b in scan(self.data, *found):
            if number == 1:
                lanes = np.frombuffer(self.data, _INT32, (b - a) // 4, a)
            elif number == 2:
                name, values = read_column(self.data, a, b)
                columns[name] = values
        return lanes, columns


def find_outcome(reply: bytes) -> Outcome:
    """The outcome in a ResetResponse, StepResponse, ObserveResponse or PlayResponse: field 1 of each of them."""
    for number, a, b in scan(reply, 0, len(reply)):
        if number == 1 and b >= 0:
            return Outcome.find(reply, a, b)
    return Outcome.find(b"", 0, 0)

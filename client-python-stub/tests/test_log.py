"""The reader of the trajectory log, on files written here."""

import struct

import fake_server
import numpy as np
import pytest

import recarena
from recarena import log
from recarena._crc32c import crc32c
from recarena.v1 import log_pb2

CODES = fake_server.CODES


def slow_crc32c(data):
    state = 0xFFFFFFFF
    for byte in data:
        state ^= byte
        for _ in range(8):
            state = state >> 1 ^ (0x82F63B78 if state & 1 else 0)
    return state ^ 0xFFFFFFFF


def test_crc32c():
    assert crc32c(b"123456789") == 0xE3069283
    rng = np.random.default_rng(0)
    for n in [*range(40), 511, 512, 513, 515, 516, 1024, 5000, 70000]:
        data = rng.bytes(n)
        assert crc32c(data) == slow_crc32c(data)
        assert crc32c(data[n // 3 :], crc32c(data[: n // 3])) == crc32c(data)


def pack(values, encoding=1):
    if isinstance(values, list):
        joined = np.concatenate([np.asarray(v, "i4") for v in values]) if values else np.zeros(0, "i4")
        column = pack(joined)
        column.row_lengths.CopyFrom(pack(np.array([len(v) for v in values], "i4")))
        return column
    values = np.ascontiguousarray(values)
    flat = values.reshape(-1)
    data = {
        1: lambda: flat.tobytes(),
        2: lambda: flat[:1].tobytes(),
        3: lambda: np.packbits(flat.astype(bool), bitorder="little").tobytes(),
        4: lambda: flat.astype("u1").tobytes(),
        5: lambda: flat.astype("<u2").tobytes(),
        6: lambda: flat.astype("<i4").tobytes(),
    }[encoding]()
    return log_pb2.PackedColumn(data_type=CODES[values.dtype.name], encoding=encoding, count=flat.size, data=data)


@pytest.mark.parametrize("encoding", range(1, 7))
@pytest.mark.parametrize("kind", ["bool", "uint8", "int32", "int64", "float32", "float64"])
def test_columns(encoding, kind):
    values = np.array([1, 0, 1, 1, 0, 0, 0, 1, 1]).astype(kind)
    if encoding == 2:
        values[:] = 1
    read = log._unpack(pack(values, encoding))
    assert read.dtype == values.dtype and np.array_equal(read, values)


class Writer:
    """Writes segments as the server does."""

    def __init__(self, directory):
        self.directory = directory
        self.segment = 0
        self.next_segment()

    def next_segment(self):
        if self.segment:
            self.frame(b"")
        self.segment += 1
        self.path = self.directory / f"{self.segment:010d}.log"
        self.salt = struct.pack("<i", -self.segment * 7919)
        header = b"RecArLog" + struct.pack("<i", 1) + self.salt + struct.pack("<qqi", self.segment, 5, 0)
        self.path.write_bytes(header + struct.pack("<I", crc32c(header)))

    def frame(self, payload):
        length = struct.pack("<I", len(payload))
        synced = struct.pack("<Q", self.path.stat().st_size)
        self.append(length + struct.pack("<I", crc32c(self.salt + length + synced + payload)) + synced + payload)

    def append(self, data):
        with self.path.open("ab") as file:
            file.write(data)

    def record(self, simulation=1, micros=1_700_000_000_123_456, **kind):
        self.frame(log_pb2.LogRecord(wall_micros=micros, simulation=simulation, **kind).SerializeToString())


def opened(name="handle", lanes=3, **more):
    e = fake_server.environment()
    return log_pb2.SimulationOpened(
        simulation_id=name,
        environment_id="Fake-v1",
        seed=9,
        lanes=lanes,
        autoreset=2,
        labels={"policy": "a", "run": "1"},
        logged_observations=e.observations[:2],
        signals=e.signals,
        action=e.action,
        rewards=["reward"],
        **more,
    )


def outcome(step, acted, episodes, counts, views, rewards=(0, 0, 0), ended=(0, 0, 0), final=None):
    o = log_pb2.OutcomeLogged(
        step=step,
        rewards=pack(np.array(rewards, float)),
        terminated=pack(np.array(ended, bool), 3),
        truncated=pack(np.zeros(3, bool), 2),
        episodes=pack(np.array(episodes, np.int64), 4),
        active=pack(np.ones(3, bool), 2),
        acted=pack(np.array(acted, bool), 3),
        signals=[pack(np.array(rewards, bool), 3)],
        observations=[pack(np.array(counts, "i4"), 4), pack(views)],
    )
    if final:
        lanes, counts, views = final
        o.final_lanes.CopyFrom(pack(np.array(lanes, "i4")))
        o.final_observations.extend([pack(np.array(counts, "i4")), pack(views)])
    return o


def rows(value):
    return [[value + i] * 5 for i in range(3)]


@pytest.fixture
def written(tmp_path):
    w = Writer(tmp_path)
    w.record(opened=opened())
    w.record(simulation=2, opened=opened("other", lanes=1))
    w.record(reset=log_pb2.ResetTaken(step=1))
    w.record(outcome=outcome(1, [0, 0, 0], [0, 0, 0], rows(10), [[1], [], [2, 3]]))
    step = log_pb2.StepTaken(
        step=2, actions=pack(np.array([4, 0, 1], "i4"), 4), propensities=pack(np.array([0.5, 0.25, 1]))
    )
    w.record(step=step)
    w.record(
        outcome=outcome(
            2,
            [1, 1, 1],
            [0, 0, 0],
            rows(20),
            [[], [4], [0]],
            rewards=(1, 0, 1),
            ended=(0, 1, 0),
            final=([1], [[99] * 5], [[2, 2]]),
        )
    )
    w.next_segment()
    step = log_pb2.StepTaken(step=3, actions=pack(np.array([1, 2, 3], "i8")), labels={"policy": "b", "run": ""})
    w.record(micros=1_700_000_001_000_000, step=step)
    w.record(outcome=outcome(3, [1, 1, 0], [0, 1, 0], rows(30), [[], [], []]))
    return w


def test_steps(written, tmp_path):
    steps = list(recarena.read_log(tmp_path))
    assert [(s.step, s.lane, s.episode, s.t) for s in steps] == [
        (2, 0, 0, 0),
        (2, 1, 0, 0),
        (2, 2, 0, 0),
        (3, 0, 0, 1),
        (3, 1, 1, 0),
    ]
    assert {s.simulation for s in steps} == {"handle"}
    assert [s.action for s in steps] == [4, 0, 1, 1, 2]
    assert [s.propensity for s in steps] == [0.5, 0.25, 1, None, None]
    assert [s.reward for s in steps] == [1, 0, 1, 0, 0]
    assert [s.signals for s in steps] == [{"click": c} for c in (True, False, True, False, False)]
    assert [s.terminated for s in steps] == [False, True, False, False, False]
    assert steps[0].labels == {"policy": "a", "run": "1"} and steps[-1].labels == {"policy": "b"}
    assert steps[0].observations["view_counts"].tolist() == [10] * 5
    assert [s.observations["views"].tolist() for s in steps] == [[1], [], [2, 3], [], [4]]
    assert steps[0].wall_time.isoformat() == "2023-11-14T22:13:20.123456+00:00"
    assert steps[0].about.seed == 9 and steps[0].about.environment == "Fake-v1"


def test_batches_and_filters(written, tmp_path):
    first, second = log.batches(tmp_path)
    assert first.next_observations["view_counts"].tolist() == [[20] * 5, [99] * 5, [22] * 5]
    assert first.next_observations["views"].tolist() == [[], [2, 2], [0]]
    assert second.observations["view_counts"].tolist() == rows(20)
    assert second.acted.tolist() == [True, True, False] and second.t.tolist() == [1, 0, -1]
    assert [b.step for b in log.batches(tmp_path, labels={"policy": "b"})] == [3]
    assert [b.step for b in log.batches(tmp_path, simulation="handle")] == [2, 3]
    assert [b.step for b in log.batches(tmp_path, simulation=1)] == [2, 3]
    assert not list(log.batches(tmp_path, simulation="other"))
    assert [s.id for s in log.simulations(tmp_path)] == ["handle", "other"]


def test_a_torn_tail_ends_the_log(written, tmp_path):
    whole = written.path.read_bytes()
    for cut in (len(whole) - 1, len(whole) - 40, 45, 40, 20, 0):
        written.path.write_bytes(whole[:cut])
        assert len(list(log.batches(tmp_path))) == 1
    written.path.write_bytes(whole + bytes(5000))
    assert len(list(log.batches(tmp_path))) == 2
    written.path.write_bytes(whole + whole[-50:])
    assert len(list(log.batches(tmp_path))) == 2


def test_it_goes_on_while_it_is_read(written, tmp_path):
    reader = log.records(tmp_path)
    for _ in range(8):
        last = next(reader)
    assert last.HasField("outcome")
    written.next_segment()
    written.record(simulation=3, opened=opened("late"))
    assert next(reader).opened.simulation_id == "late"
    with pytest.raises(StopIteration):
        next(reader)


def test_what_is_being_written_is_no_damage(written, tmp_path, monkeypatch):
    before = written.path.read_bytes()
    for name in ("next", "last"):
        written.record(simulation=3, opened=opened(name))
    after = written.path.read_bytes()
    seen = after[: len(before)] + bytes(20) + after[len(before) + 20 :]
    written.path.write_bytes(seen)
    looks = []
    is_damage = log._is_damage

    def while_it_is_written(path, suspect):
        looks.append(is_damage(path, suspect))
        path.write_bytes(after)
        return looks[-1]

    monkeypatch.setattr(log, "_is_damage", while_it_is_written)
    assert [r.opened.simulation_id for r in log.records(tmp_path)][-2:] == ["next", "last"]
    assert looks == [True, False]


def test_damage_is_an_error(written, tmp_path):
    whole = bytearray(written.path.read_bytes())
    whole[60] ^= 1
    written.path.write_bytes(whole)
    with pytest.raises(recarena.CorruptLog, match="byte 40"):
        list(log.batches(tmp_path))
    first = tmp_path / "0000000001.log"
    whole = bytearray(first.read_bytes())
    whole[60] ^= 1
    first.write_bytes(whole)
    with pytest.raises(recarena.CorruptLog, match="0000000001"):
        list(log.batches(tmp_path))
    for no_log in (b"no log, this" * 10, bytes(2**16 + 1)):
        first.write_bytes(no_log)
        with pytest.raises(recarena.CorruptLog, match="header"):
            list(log.batches(tmp_path))
    with pytest.raises(FileNotFoundError):
        list(log.batches(tmp_path / "nothing"))

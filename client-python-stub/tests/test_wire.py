"""The hand-written encoder and decoder against the general protobuf library."""

import numpy as np
import pytest

from recarena import Ragged, _wire
from recarena.v1 import simulations_pb2, tensor_pb2


def random_tensor(rng):
    dtype = _wire.DTYPES[int(rng.integers(1, 7))]
    shape = tuple(rng.integers(0, 40, rng.integers(0, 4)).tolist())
    if dtype.kind == "b":
        return rng.integers(0, 2, shape).astype(bool)
    return np.asarray(rng.integers(0, 100, shape)).astype(dtype)


def message_of(array):
    return tensor_pb2.Tensor(data_type=_wire.CODES[array.dtype], shape=array.shape, data=array.tobytes())


@pytest.mark.parametrize("seed", range(50))
def test_tensors(seed):
    rng = np.random.default_rng(seed)
    array = random_tensor(rng)
    data = message_of(array).SerializeToString()
    read = _wire.read_tensor(data, 0, len(data))
    assert read.dtype == array.dtype and read.shape == array.shape and np.array_equal(read, array)
    encoder = _wire.TensorEncoder(4)
    for _ in range(2):
        parsed = simulations_pb2.StepRequest.FromString(
            _wire.TensorEncoder(3).head(array) + array.tobytes() + _wire.delimited(1, b"x")
        )
        assert parsed.actions == message_of(array) and parsed.simulation_id == "x"
        assert encoder.head(array) == encoder.head(array)


@pytest.mark.parametrize("seed", range(50))
def test_outcomes(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 300))
    outcome = simulations_pb2.Outcome(
        step=int(rng.integers(0, 2**62)), unseen_episodes=int(rng.integers(0, 300)), active=bytes(n)
    )
    outcome.rewards.CopyFrom(message_of(rng.random(n)))
    names = [f"column {i}" for i in range(rng.integers(0, 5))]
    for name in names:
        outcome.observations.add(name=name).values.CopyFrom(message_of(random_tensor(rng)))
    values, lengths = np.arange(50, dtype="<i4"), [0, 20, 20, 45, 50]
    outcome.signals.add(name="r", row_offsets=np.array(lengths, "<i4").tobytes()).values.CopyFrom(message_of(values))
    reply = simulations_pb2.StepResponse(outcome=outcome).SerializeToString()
    found = _wire.find_outcome(reply + b"\xa0\x06\x05")  # and a field that is not known
    assert (found.step, found.unseen) == (outcome.step, outcome.unseen_episodes)
    assert np.array_equal(found.tensor(2, {}), np.frombuffer(outcome.rewards.data))
    assert list(found.columns(found.observations, {})) == names
    for name, message in zip(names, outcome.observations, strict=True):
        data = message.values.SerializeToString()
        assert np.array_equal(found.columns(found.observations, {})[name], _wire.read_tensor(data, 0, len(data)))
    assert found.columns(found.signals, {})["r"] == Ragged(values, np.array(lengths))
    assert found.final() is None and found.flags(6, n).shape == (n,)


def test_what_is_remembered_does_not_mislead():
    """Messages of the same length with other contents, and fields in another order."""
    memory, rng, remembered = {}, np.random.default_rng(0), 0
    columns = []
    for i in range(200):
        dtype = ["<i4", "<f4", "<f8", "?"][i % 4]
        shape = [(8,), (2, 4), (4, 2), (4,)][i // 4 % 4]
        column = tensor_pb2.Column(name="abc"[i % 3])
        column.values.CopyFrom(message_of(rng.integers(0, 2, shape).astype(dtype)))
        columns.append(column)
    for column in columns * 2:
        tensor = column.values
        pieces = [
            b"\x08" + bytes([tensor.data_type]),
            _wire.delimited(2, bytes(tensor.shape)),
            _wire.delimited(3, tensor.data),
        ]
        name = _wire.delimited(1, column.name.encode())
        for tensor_order in ([0, 1, 2], [2, 1, 0], [1, 2, 0]):
            values = _wire.delimited(2, *(pieces[k] for k in tensor_order))
            for data in (name + values, values + name):
                assert tensor_pb2.Column.FromString(data) == column
                outcome = _wire.Outcome(data, 0, 0, {2: (0, len(data))}, [(0, len(data))], [])
                for _ in range(2):
                    ((found, array),) = outcome.columns(outcome.observations, memory).items()
                    assert found == column.name and array.shape == tuple(tensor.shape)
                    assert array.dtype == _wire.DTYPES[tensor.data_type] and array.tobytes() == tensor.data
                    remembered += memory[0, len(data)].head != b"\0"
    assert remembered == len(columns) * 4  # one order of the six, in two rounds, read twice
    memory = {}
    for value in (1.0, 2.0, 3.0):
        data = message_of(np.full(5, value)).SerializeToString()
        outcome = _wire.Outcome(data, 0, 0, {2: (0, len(data))}, [], [])
        assert outcome.tensor(2, memory).tolist() == [value] * 5
    assert len(memory) == 1


def test_broken_messages_are_noticed():
    reply = simulations_pb2.StepResponse(
        outcome=simulations_pb2.Outcome(step=5, terminated=bytes(20))
    ).SerializeToString()
    for cut in range(1, len(reply)):
        with pytest.raises(_wire.MalformedMessage):
            _wire.scan(reply[:cut], 0, cut)
    with pytest.raises(_wire.MalformedMessage):
        _wire.scan(b"\xff" * 20, 0, 20)
    with pytest.raises(_wire.MalformedMessage):
        _wire.read_tensor(b"\x08\x63", 0, 2)


def test_ragged():
    r = Ragged(np.arange(6), np.array([0, 2, 2, 6]))
    assert len(r) == 3 and r.tolist() == [[0, 1], [], [2, 3, 4, 5]]
    assert r[-1].tolist() == [2, 3, 4, 5] and r.lengths.tolist() == [2, 0, 4]
    assert [x.tolist() for x in r] == r.tolist() and [x.tolist() for x in r[1:]] == [[], [2, 3, 4, 5]]
    with pytest.raises(IndexError):
        r[3]
    assert r == Ragged(np.arange(6), np.array([0, 2, 2, 6])) and r != Ragged(np.arange(6), np.array([0, 2, 3, 6]))
    assert repr(r) == "Ragged([[0, 1], [], [2, 3, 4, 5]])"


def test_varints():
    for value in (0, 1, 127, 128, 300, 2**31, 2**63, 2**64 - 1):
        assert _wire._varint(_wire.varint(value), 0)[0] == value
    assert _wire.signed(2**64 - 1) == -1

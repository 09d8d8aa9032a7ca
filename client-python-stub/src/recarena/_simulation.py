"""A simulation: resets, steps and what they answer with."""

from __future__ import annotations

import contextlib
import operator
import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar, overload

import numpy as np
import numpy.typing as npt

from recarena import _info, _wire, errors
from recarena._actions import Actions
from recarena._play import PlayStream
from recarena._wire import Array, Ragged
from recarena.errors import InvalidArgument
from recarena.v1 import oracle_pb2, simulations_pb2

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self

    from recarena._transport import Transport

Observations = dict[str, Array | Ragged]
T = TypeVar("T")


class Propensities(NamedTuple):
    """With which probability the policy chose what it showed; give what is known.

    chosen: [N], of the item or of the whole slate. slots: [N, k], of each slot's item. distribution: [N, item_count],
    of every item. known: [N], False where the lane's are not known and its values count for nothing; None: all are.
    """

    chosen: npt.ArrayLike | None = None
    slots: npt.ArrayLike | None = None
    distribution: npt.ArrayLike | None = None
    known: npt.ArrayLike | None = None


class Final(NamedTuple):
    """The last observations of the episodes that ended in a step (autoreset "same_step" only).

    lanes: [M], rising. observations: M rows each; row i belongs to lanes[i].
    """

    lanes: Array
    observations: Observations


class Twin(NamedTuple):
    """What the users would do now with given slates, with some biases left out; chance decides as it will.

    click_probabilities: [N, k], exact. expected_rewards: [N, R]. reward_errors: [N, R], the standard errors of those,
    0 where they are exact. rewards: [N, R], of the step that would come to pass. signals: its signals. truths: [N, k]
    each, what the biases that are on say of each slot.
    """

    click_probabilities: npt.NDArray[np.float64]
    expected_rewards: npt.NDArray[np.float64]
    reward_errors: npt.NDArray[np.float64]
    rewards: npt.NDArray[np.float64]
    signals: Observations
    truths: Observations


class _Lazy(Generic[T]):
    """An attribute that is computed when it is first asked for."""

    def __init__(self, compute: Callable[[Any], T]) -> None:
        self._compute = compute
        self.__doc__ = compute.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...

    @overload
    def __get__(self, instance: object, owner: type) -> T: ...

    def __get__(self, instance: object | None, owner: type) -> T | Self:
        if instance is None:
            return self
        value = self._compute(instance)
        # Found there from now on: an instance's own entry goes before a descriptor that cannot be assigned.
        instance.__dict__[self._name] = value
        return value


class _Memories:
    """What the decoder of a simulation's results remembers from one to the next."""

    __slots__ = ("constants", "observations", "rewards", "signals")

    def __init__(self, info: _info.SimulationInfo) -> None:
        self.rewards: _wire.Memory = {}
        self.observations: _wire.Memory = {}
        self.signals: _wire.Memory = {}
        self.constants: Observations = _repeated(info.constants, info.lanes)


class Result:
    """What a reset or a step answers with: one row for each lane.

    Decoded as it is looked at, so what is not needed costs nothing. Arrays are read-only views of the reply; copy
    one that has to be changed.
    """

    def __init__(self, reply: bytes, info: _info.SimulationInfo, memory: _Memories) -> None:
        """From the reply's bytes."""
        self._reply = reply
        self._info = info
        self._memory = memory

    @_Lazy
    def _outcome(self) -> _wire.Outcome:
        return _wire.find_outcome(self._reply)

    @_Lazy
    def step(self) -> int:
        """The number of the reset or step."""
        return self._outcome.step

    @_Lazy
    def observations(self) -> Observations:
        """By name: arrays [N, ...], or Ragged ones, which are indexed by lane.

        Observations that stay the same (Simulation.info.constants) are there too, though they were sent only once.
        """
        made = self._outcome.columns(self._outcome.observations, self._memory.observations)
        made.update(self._memory.constants)
        return made

    @_Lazy
    def signals(self) -> dict[str, Array]:
        """What was measured, by name; 0 where nothing was recommended."""
        return self._outcome.columns(self._outcome.signals, self._memory.signals)  # type: ignore[return-value]

    @_Lazy
    def rewards(self) -> npt.NDArray[np.float64]:
        """[N], or [N, R] for a reward of R components. 0 for a reset."""
        found = self._outcome.tensor(2, self._memory.rewards)
        if found is None:
            count = len(self._info.rewards)
            return np.zeros(self._info.lanes if count <= 1 else (self._info.lanes, count))
        return found

    @_Lazy
    def terminated(self) -> npt.NDArray[np.bool_]:
        """[N]: where the user left."""
        return self._outcome.flags(3, self._info.lanes)

    @_Lazy
    def truncated(self) -> npt.NDArray[np.bool_]:
        """[N]: where a limit cut the episode off."""
        return self._outcome.flags(4, self._info.lanes)

    @_Lazy
    def episodes(self) -> npt.NDArray[np.int64]:
        """[N]: the number of the episode that the row's reward and flags belong to, from 0 in each lane."""
        return self._outcome.longs(5, self._info.lanes)

    @_Lazy
    def active(self) -> npt.NDArray[np.bool_]:
        """[N]: where this call played on; False for a lane outside a reset's mask."""
        return self._outcome.flags(6, self._info.lanes)

    @_Lazy
    def final(self) -> Final:
        """The last observations of the episodes that ended in this step (autoreset "same_step")."""
        found = self._outcome.final()
        if found is not None:
            lanes, observations = found
            return Final(lanes, {**observations, **_repeated(self._info.constants, len(lanes))})
        return Final(np.zeros(0, np.int32), {s.name: _no_rows(s) for s in self._info.observations})

    @_Lazy
    def unseen_episodes(self) -> int:
        """How many episodes began and ended in this call before a recommendation could be shown."""
        return self._outcome.unseen

    def __repr__(self) -> str:
        """With the flags' sums."""
        return (
            f"<recarena.Result step={self.step} lanes={self._info.lanes} reward={float(self.rewards.sum()):g} "
            f"terminated={int(self.terminated.sum())} truncated={int(self.truncated.sum())} "
            f"observations={list(self.observations)}>"
        )


def _repeated(constants: Mapping[str, Array], rows: int) -> Observations:
    """As if every row had been sent; they all lie in the same memory."""
    return {name: np.broadcast_to(row, (rows, *row.shape)) for name, row in constants.items()}


def _no_rows(spec: _info.TensorSpec) -> Array | Ragged:
    if spec.ragged:
        return Ragged(np.zeros((0, *spec.shape[1:]), spec.dtype), np.zeros(1, np.int32))
    return np.zeros((0, *spec.shape), spec.dtype)


class Oracle:
    """Ground truth: what a real platform could never see. The server must allow it."""

    def __init__(self, simulation: Simulation) -> None:
        """Of a simulation."""
        self._simulation = simulation

    def world(self) -> dict[str, Array]:
        """The world's parameters, by name."""
        reply = oracle_pb2.GetWorldResponse.FromString(self._call("GetWorld"))
        return {c.name: _column(c) for c in reply.parameters}  # type: ignore[misc]

    def click_probabilities(self) -> npt.NDArray[np.float64]:
        """[N, item_count]: with which probability each lane's user would click each item now."""
        reply = oracle_pb2.GetClickProbabilitiesResponse.FromString(self._call("GetClickProbabilities"))
        return _tensor(reply.probabilities)

    def users(self) -> Observations:
        """The users' latent state, by name."""
        reply = oracle_pb2.GetUsersResponse.FromString(self._call("GetUsers"))
        return {c.name: _column(c) for c in reply.states}

    def twin(self, actions: npt.ArrayLike, without: Iterable[str] = ()) -> Twin:
        """What the users would do now with `actions`, as for step, with the biases named in `without` left out.

        Nothing changes; the step that follows is the twin of the same actions without nothing. A lane whose episode is
        over tells what its last state would lead to.
        """
        if isinstance(without, str):
            raise InvalidArgument(f"without: {without!r}; give a list of names")
        array = self._simulation._actions.array(actions)
        request = oracle_pb2.GetTwinRequest(simulation_id=self._simulation.id, without=list(without))
        tensor = _wire.TensorEncoder(2).head(array) + array.tobytes()
        reply = oracle_pb2.GetTwinResponse.FromString(
            self._simulation._transport.call("GetTwin", request.SerializeToString() + tensor)
        )
        return Twin(
            _tensor(reply.click_probabilities),
            _tensor(reply.expected_rewards),
            _tensor(reply.reward_errors),
            _tensor(reply.rewards),
            {c.name: _column(c) for c in reply.signals},
            {c.name: _column(c) for c in reply.truths},
        )

    def _call(self, method: str) -> bytes:
        request = simulations_pb2.GetRequest(simulation_id=self._simulation.id)  # the same shape as theirs
        return self._simulation._transport.call(method, request.SerializeToString())


def _tensor(message: Any) -> Array:
    data = message.SerializeToString()
    return _wire.read_tensor(data, 0, len(data))


def _column(message: Any) -> Array | Ragged:
    data = message.SerializeToString()
    return _wire.read_column(data, 0, len(data))[1]


_FLOATS = (np.dtype("<f8"), np.dtype("<f4"))
_CHOSEN, _SLOTS, _DISTRIBUTION = 1, 2, 3


class Simulation:
    """One world with N lanes; each lane plays one user's episode at a time.

    Close it when done, or use it in a `with` statement. One thread at a time may use it.
    """

    def __init__(self, transport: Transport, info: _info.SimulationInfo, warnings: tuple[str, ...] = ()) -> None:
        """Made by Client.create and Client.attach."""
        self._transport = transport
        #: What the server opened: config with all defaults, seed, specs.
        self.info = info
        #: What the server wants to be known: parameters that this config ignores, and the like.
        self.warnings = warnings
        #: Ground truth.
        self.oracle = Oracle(self)
        self._step = info.step
        self._stream = PlayStream(transport)
        self._memory = _Memories(info)
        self._closed = False
        self._sent: bytes | None = None
        self._id_field = _wire.delimited(1, info.id.encode()) + b"\x10"
        self._actions = Actions(info)
        self._action_encoder = _wire.TensorEncoder(3)
        self._propensity_encoders = {n: _wire.TensorEncoder(n) for n in (_CHOSEN, _SLOTS, _DISTRIBUTION)}

    @property
    def id(self) -> str:
        """The handle; who knows it can attach to the simulation."""
        return self.info.id

    @property
    def lanes(self) -> int:
        """The number of lanes."""
        return self.info.lanes

    @property
    def step_number(self) -> int:
        """The number of the last reset or step; 0 before the first reset."""
        return self._step

    def reset(
        self,
        mask: npt.ArrayLike | None = None,
        seeds: Iterable[int] | None = None,
        labels: Mapping[str, str] | None = None,
    ) -> Result:
        """Begins a new episode in every lane, or in those where `mask` is true.

        `seeds`, one for each lane, gives their users new seeds: a lane reset with seed s goes on as lane 0 of a
        simulation of the same world with seed s would.
        """
        parts = [self._id_field, _wire.varint(self._step + 1)]
        if mask is not None:
            parts.append(_wire.delimited(3, _flags("mask", mask, self.lanes)))
        if seeds is not None:
            try:
                values = [operator.index(s) for s in seeds]
            except TypeError:
                raise InvalidArgument(f"seeds: {seeds!r:.80}; integers are needed, one for each lane") from None
            if len(values) != self.lanes:
                raise InvalidArgument(f"seeds: {len(values)} values, but the simulation has {self.lanes} lanes")
            for value in values:
                if not 0 <= value < 1 << 64:
                    raise InvalidArgument(f"seeds: {value}; allowed are 0 to 2^64 - 1")
            parts.append(_wire.delimited(4, *map(_wire.varint, values)))
        if labels:
            parts.append(_wire.string_map(5, _labels(labels)))
        return self._play("Reset", b"".join(parts))

    def send(
        self,
        actions: npt.ArrayLike,
        propensities: npt.ArrayLike | Mapping[str, npt.ArrayLike] | Propensities | None = None,
        labels: Mapping[str, str] | None = None,
    ) -> None:
        """The first half of a step, which does not wait for its result: recv does.

        Between the two the server is at work, and nothing else can be asked of this simulation's lanes.
        """
        request = self._step_request(actions, propensities, labels)
        self._check_idle()
        self._stream.send("Step", request)
        self._sent = request

    def recv(self) -> Result:
        """The second half: the result of the step that was sent."""
        request, self._sent = self._sent, None
        if request is None:
            raise errors.FailedPrecondition("no step was sent, so there is none to receive")
        reply = self._stream.receive("Step", request)
        self._step += 1
        return Result(reply, self.info, self._memory)

    def step(
        self,
        actions: npt.ArrayLike,
        propensities: npt.ArrayLike | Mapping[str, npt.ArrayLike] | Propensities | None = None,
        labels: Mapping[str, str] | None = None,
    ) -> Result:
        """Shows one recommendation in every lane.

        `actions`: item numbers, [N], or [N, k] for slates of k; with U users in a lane [N, U, k], or [N, U * k] with
        one slate after the other. Where `info.action` has an `empty_slot`, slates may be shorter than k.
        `propensities`, kept in the log for offline evaluation: [N] of what was chosen, [N, k] of each slot, or a
        Propensities (or a dict) of what is known, the whole distribution [N, item_count] included; one bare number
        stands for all lanes.
        """
        return self._play("Step", self._step_request(actions, propensities, labels))

    def _step_request(
        self,
        actions: npt.ArrayLike,
        propensities: npt.ArrayLike | Mapping[str, npt.ArrayLike] | Propensities | None,
        labels: Mapping[str, str] | None,
    ) -> bytes:
        array = self._actions.array(actions)
        parts = [self._id_field, _wire.varint(self._step + 1), self._action_encoder.head(array), array.tobytes()]
        if propensities is not None:
            parts.append(self._encode_propensities(propensities))
        if labels:
            parts.append(_wire.string_map(5, _labels(labels)))
        return b"".join(parts)

    def observe(self) -> Result:
        """The last result again; changes nothing."""
        request = simulations_pb2.ObserveRequest(simulation_id=self.id)
        return Result(self._transport.call("Observe", request.SerializeToString()), self.info, self._memory)

    def fork(self, labels: Mapping[str, str] | None = None) -> Simulation:
        """Copies it as it stands, random streams included: both go on alike for as long as they are played alike.

        The copy has a handle of its own, is closed by itself, and has the labels of this one, `labels` set or replaced.
        """
        self._check_idle()
        request = simulations_pb2.ForkRequest(
            simulation_id=self.id, labels=_labels(labels or {}), request_id=uuid.uuid4().hex
        )
        reply = simulations_pb2.ForkResponse.FromString(self._transport.call("Fork", request.SerializeToString()))
        return Simulation(self._transport, _info.simulation(reply.simulation), self.warnings)

    def refresh(self) -> _info.SimulationInfo:
        """Asks the server where the simulation stands, and goes on from there.

        For when somebody else played on, or a step of one's own was interrupted.
        """
        self._check_idle()  # else recv would count the step that the server has counted already
        request = simulations_pb2.GetRequest(simulation_id=self.id)
        reply = simulations_pb2.GetResponse.FromString(self._transport.call("Get", request.SerializeToString()))
        self.info = _info.simulation(reply.simulation)
        self._step = self.info.step
        return self.info

    def close(self) -> None:
        """Closes the simulation on the server; its log stays. Closing twice is fine."""
        if self._closed:
            return
        self._closed = True
        self._stream.close()
        request = simulations_pb2.DeleteRequest(simulation_id=self.id)
        # In all these cases it is gone, or will be when it expires.
        gone = (errors.NotFound, errors.ServerGone, errors.DeadlineExceeded, errors.FailedPrecondition)
        with contextlib.suppress(*gone):
            self._transport.call("Delete", request.SerializeToString(), timeout=10.0, retry_for=2.0)

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes it."""
        self.close()

    def __repr__(self) -> str:
        """With environment and lanes."""
        state = "closed" if self._closed else f"step {self._step}"
        return f"<recarena.Simulation {self.info.environment} lanes={self.lanes} seed={self.info.seed} {state}>"

    def _play(self, method: str, request: bytes) -> Result:
        self._check_idle()
        reply = self._stream.exchange(method, request)
        self._step += 1
        return Result(reply, self.info, self._memory)

    def _check_idle(self) -> None:
        if self._closed:
            raise errors.FailedPrecondition("the simulation is closed")
        if self._sent is not None:
            raise errors.FailedPrecondition("a step was sent and its result not received; call recv first")

    def _encode_propensities(self, given: Any) -> bytes:
        if isinstance(given, Mapping):
            unknown = set(given) - set(Propensities._fields)
            if unknown:
                raise InvalidArgument(
                    f"propensities: unknown key {sorted(unknown)}; allowed are {', '.join(Propensities._fields)}"
                )
            given = Propensities(**given)
        if not isinstance(given, Propensities):
            given = self._sort_propensities(np.asarray(given))
        lanes, action = self.lanes, self.info.action
        parts: list[bytes] = []
        if given.chosen is not None:
            parts += self._propensity(_CHOSEN, "chosen", given.chosen, (lanes,))
        if given.slots is not None:
            if not action.slate_size:
                raise InvalidArgument(
                    f"propensities.slots: {self.info.environment} shows one item, not slates; give propensities.chosen"
                )
            parts += self._propensity(_SLOTS, "slots", given.slots, (lanes, action.slate_size))
        if given.distribution is not None:
            parts += self._propensity(_DISTRIBUTION, "distribution", given.distribution, (lanes, action.item_count))
        if given.known is not None:
            parts.append(_wire.delimited(4, _flags("propensities.known", given.known, lanes)))
        return _wire.delimited(4, *parts)

    def _sort_propensities(self, array: Array) -> Propensities:
        lanes, action = self.lanes, self.info.action
        if array.ndim == 0:
            return Propensities(chosen=np.full(lanes, array))
        if array.ndim == 1:
            return Propensities(chosen=array)
        if action.slate_size and array.shape == (lanes, action.slate_size):
            return Propensities(slots=array)
        if array.shape == (lanes, action.item_count):
            return Propensities(distribution=array)
        raise InvalidArgument(
            f"propensities: shape {array.shape}; allowed are ({lanes},) for what was chosen, "
            + (f"({lanes}, {action.slate_size}) for each slot, " if action.slate_size else "")
            + f"({lanes}, {action.item_count}) for the whole distribution"
        )

    def _propensity(self, number: int, name: str, values: npt.ArrayLike, shape: tuple[int, ...]) -> tuple[bytes, bytes]:
        array = np.asarray(values)
        if array.dtype not in _FLOATS:
            try:
                array = array.astype("<f8")
            except (TypeError, ValueError):
                raise InvalidArgument(f"propensities.{name}: {array.dtype} values; numbers are needed") from None
        if array.shape != shape:
            raise InvalidArgument(f"propensities.{name}: shape {array.shape}, allowed is {shape}")
        return self._propensity_encoders[number].head(array), array.tobytes()


def _flags(name: str, given: npt.ArrayLike, lanes: int) -> bytes:
    """One byte for each lane. Numbers other than 0 and 1 are refused, for they may be the lanes' numbers."""
    flags = np.asarray(given)
    if flags.shape != (lanes,):
        raise InvalidArgument(f"{name}: shape {flags.shape}, allowed is ({lanes},)")
    if flags.dtype != np.bool_ and not np.isin(flags, (0, 1)).all():
        raise InvalidArgument(f"{name}: {given!r:.80}; allowed are True and False, one for each of {lanes} lanes")
    return flags.astype(bool).tobytes()


def _labels(labels: Mapping[str, str]) -> dict[str, str]:
    for key, value in labels.items():
        if not isinstance(key, str) or not isinstance(value, str):
            raise InvalidArgument(f"labels: {key!r}: {value!r}; keys and values are strings")
    return dict(labels)

"""What the server says of its environments and simulations, as plain Python values."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

import numpy as np

from recarena._wire import DTYPES, Array
from recarena.errors import InvalidArgument
from recarena.v1 import environments_pb2

AUTORESET = {"next_step": 1, "same_step": 2, "disabled": 3}
AUTORESET_NAMES = {0: "next_step", **{number: name for name, number in AUTORESET.items()}}
DURABILITY = {"synced": 1, "buffered": 2}
OBSERVATION_LEVELS = {"none": 1, "compact": 2, "full": 3}


@dataclass(frozen=True)
class TensorSpec:
    """What a tensor can hold: an observation or a signal, for one lane."""

    name: str
    dtype: np.dtype[Any]
    #: -1 stands for a length that varies between lanes and steps.
    shape: tuple[int, ...]
    minimum: float | None
    maximum: float | None
    description: str
    #: Observations only: sent when the client does not choose.
    default_selected: bool = False
    #: Observations only: can be rebuilt from the others, so a compact log leaves it out.
    derived: bool = False
    #: Observations only: the same in every lane and step for the life of a simulation.
    constant: bool = False

    @property
    def ragged(self) -> bool:
        """Whether its length varies."""
        return -1 in self.shape


@dataclass(frozen=True)
class ActionSpec:
    """What an agent recommends in one lane."""

    #: Items are numbered from 0 to item_count - 1.
    item_count: int
    #: 0: one item. k > 0: a slate of k items.
    slate_size: int
    repeats_allowed: bool
    #: What stands in the empty slots of a slate that is shorter than slate_size; None where every slate is full.
    empty_slot: int | None = None
    #: The fewest items of a slate that may be short.
    min_slate_size: int = 0
    #: Whether items may be counted from the end: -1 is the last one, -item_count the first.
    negative_allowed: bool = False

    def shape(self, lanes: int) -> tuple[int, ...]:
        """The shape of a step's actions."""
        return (lanes, self.slate_size) if self.slate_size else (lanes,)


@dataclass(frozen=True)
class Parameter:
    """One key of an environment's config."""

    name: str
    #: bool, integer, number, choice, numbers or matrix.
    type: str
    default: Any
    minimum: float | None
    minimum_exclusive: bool
    maximum: float | None
    maximum_exclusive: bool
    choices: tuple[str, ...]
    unit: str
    meaning: str
    source: str


@dataclass(frozen=True)
class Preset:
    """Values for some keys of a config, under the name that the key `preset` takes."""

    name: str
    title: str
    description: str
    source: str
    config: dict[str, Any]


@dataclass(frozen=True)
class Bias:
    """A bias that a config can turn on; its keys begin with its id and a dot, and at their defaults it is off."""

    id: str
    title: str
    stages: tuple[str, ...]
    description: str
    source: str
    #: Settings of interest by name: values by key, without the id.
    settings: dict[str, dict[str, Any]]


@dataclass(frozen=True)
class CheckedConfig:
    """A config that an environment takes. As text it says what the config turns on, and every value."""

    environment: str
    #: Complete: the values of a preset in place of its name, and defaults for absent keys.
    config: dict[str, Any]
    #: What it turns on: a line for each stage of a step, in order; empty where there are no stages.
    summary: tuple[str, ...]

    def __str__(self) -> str:
        """In lines."""
        lines = [f"a config of {self.environment}:", *self.summary, *(f"{k}: {v}" for k, v in self.config.items())]
        return "\n  ".join(lines)


@dataclass(frozen=True)
class EnvironmentInfo:
    """A catalogue entry of the server."""

    id: str
    description: str
    source: str
    parameters: tuple[Parameter, ...]
    action: ActionSpec
    observations: tuple[TensorSpec, ...]
    signals: tuple[TensorSpec, ...]
    rewards: tuple[str, ...]
    #: What the config key `preset` can name; the first one is the default.
    presets: tuple[Preset, ...] = ()
    #: The stages of a step, in order.
    stages: tuple[str, ...] = ()
    #: What a config can turn on.
    biases: tuple[Bias, ...] = ()

    @property
    def defaults(self) -> dict[str, Any]:
        """The config that holds when none is given."""
        return {p.name: p.default for p in self.parameters}


@dataclass(frozen=True)
class SimulationInfo:
    """A simulation, as the server opened it."""

    id: str
    environment: str
    config: dict[str, Any]
    seed: int
    lanes: int
    #: next_step, same_step or disabled.
    autoreset: str
    #: All that results have; those in `constants` last.
    observations: tuple[TensorSpec, ...]
    signals: tuple[TensorSpec, ...]
    action: ActionSpec
    rewards: tuple[str, ...]
    labels: dict[str, str]
    #: The number of the last reset or step when this was asked for.
    step: int
    logged: bool
    #: synced or buffered; empty where nothing is logged.
    durability: str
    #: none, compact or full.
    logged_observations: str
    created: datetime | None
    expires: datetime | None
    #: The observations that stay the same, by name and without a dimension for the lanes. The server sends them once;
    #: Client.simulations does not have them.
    constants: dict[str, Array] = field(default_factory=dict, compare=False, repr=False)


def tensor_spec(spec: Any) -> TensorSpec:
    """From the message."""
    return TensorSpec(
        spec.name,
        DTYPES.get(spec.data_type, np.dtype("V")),
        tuple(spec.shape),
        spec.minimum if spec.HasField("minimum") else None,
        spec.maximum if spec.HasField("maximum") else None,
        spec.description,
        spec.default_selected,
        spec.derived,
        spec.constant,
    )


def action_spec(spec: Any) -> ActionSpec:
    """From the message."""
    return ActionSpec(
        spec.item_count,
        spec.slate_size,
        spec.repeats_allowed,
        spec.empty_slot if spec.HasField("empty_slot") else None,
        spec.min_slate_size,
        spec.negative_allowed,
    )


def environment(message: Any) -> EnvironmentInfo:
    """From the message."""
    return EnvironmentInfo(
        message.id,
        message.description,
        message.source,
        tuple(_parameter(p) for p in message.parameters),
        action_spec(message.action),
        tuple(tensor_spec(s) for s in message.observations),
        tuple(tensor_spec(s) for s in message.signals),
        tuple(message.rewards),
        tuple(Preset(p.name, p.title, p.description, p.source, from_struct(p.config)) for p in message.presets),
        tuple(message.stages),
        tuple(_bias(b) for b in message.biases),
    )


def _bias(b: Any) -> Bias:
    settings = {name: from_struct(b.settings[name]) for name in sorted(b.settings)}
    return Bias(b.id, b.title, tuple(b.stages), b.description, b.source, settings)


def _parameter(p: Any) -> Parameter:
    kind = environments_pb2.ConfigType.Name(p.type) if p.type in environments_pb2.ConfigType.values() else str(p.type)
    kind = kind.removeprefix("CONFIG_TYPE_").lower()
    default = from_value(p.default_value)
    if kind in ("number", "numbers", "matrix"):
        default = _floats(default)
    return Parameter(
        p.name,
        kind,
        default,
        p.minimum if p.HasField("minimum") else None,
        p.minimum_exclusive,
        p.maximum if p.HasField("maximum") else None,
        p.maximum_exclusive,
        tuple(p.choices),
        p.unit,
        p.meaning,
        p.source,
    )


def _floats(value: Any) -> Any:
    if isinstance(value, list):
        return [_floats(v) for v in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def simulation(message: Any) -> SimulationInfo:
    """From the message."""
    log = message.log
    return SimulationInfo(
        message.simulation_id,
        message.environment_id,
        from_struct(message.config),
        message.seed,
        message.lanes,
        AUTORESET_NAMES.get(message.autoreset, str(message.autoreset)),
        tuple(tensor_spec(s) for s in (*message.observations, *message.constant_observations)),
        tuple(tensor_spec(s) for s in message.signals),
        action_spec(message.action),
        tuple(message.rewards),
        dict(message.labels),
        message.step,
        not log.disabled,
        _name_of(DURABILITY, log.durability),
        _name_of(OBSERVATION_LEVELS, log.observations),
        _time(message, "created"),
        _time(message, "expires"),
        {c.name: _constant(c.values) for c in message.constants},
    )


def _constant(tensor: Any) -> Array:
    """The one row there is."""
    return np.frombuffer(tensor.data, DTYPES[tensor.data_type]).reshape(tuple(tensor.shape)[1:])


def _name_of(numbers: Mapping[str, int], number: int) -> str:
    return next((name for name, n in numbers.items() if n == number), "")


def _time(message: Any, field: str) -> datetime | None:
    if not message.HasField(field):
        return None
    stamp = getattr(message, field)
    return datetime.fromtimestamp(stamp.seconds + stamp.nanos * 1e-9, timezone.utc)


def from_value(value: Any) -> Any:
    """A google.protobuf.Value as Python has it; numbers without a fraction become integers."""
    kind = value.WhichOneof("kind")
    if kind == "number_value":
        number = value.number_value
        return int(number) if number.is_integer() else number
    if kind == "list_value":
        return [from_value(v) for v in value.list_value.values]
    if kind == "struct_value":
        return {k: from_value(v) for k, v in value.struct_value.fields.items()}
    return None if kind in (None, "null_value") else getattr(value, kind)


def from_struct(struct: Any) -> dict[str, Any]:
    """A google.protobuf.Struct as Python has it, in order of its keys."""
    return {key: from_value(struct.fields[key]) for key in sorted(struct.fields)}


def fill_struct(struct: Any, config: Mapping[str, Any] | None) -> None:
    """Writes a config into a google.protobuf.Struct; numpy values are welcome."""
    if config is not None and not isinstance(config, Mapping):
        raise InvalidArgument(f"config: {config!r:.80}; a mapping from keys to values is needed")
    for key, value in (config or {}).items():
        if not isinstance(key, str):
            raise InvalidArgument(f"config keys are strings, not {key!r}")
        _fill(struct.fields[key], value, key)


def _fill(target: Any, value: Any, key: str) -> None:
    if isinstance(value, np.generic | np.ndarray):
        value = value.tolist()
    if value is None:
        target.null_value = 0
    elif isinstance(value, bool):
        target.bool_value = value
    elif isinstance(value, int | float):
        if isinstance(value, int) and abs(value) > 1 << 53:
            raise InvalidArgument(
                f"config.{key}: {value} is beyond the whole numbers that a double holds exactly (2^53)"
            )
        if not math.isfinite(value):
            raise InvalidArgument(f"config.{key}: {value} is not finite")
        target.number_value = value
    elif isinstance(value, str):
        target.string_value = value
    elif isinstance(value, Mapping):
        target.struct_value.SetInParent()
        for k, v in value.items():
            _fill(target.struct_value.fields[str(k)], v, f"{key}.{k}")
    elif isinstance(value, Sequence):
        target.list_value.SetInParent()
        for i, v in enumerate(value):
            _fill(target.list_value.values.add(), v, f"{key}[{i}]")
    else:
        raise InvalidArgument(f"config.{key}: a {type(value).__name__} cannot be sent; give JSON-like or numpy values")


def log_options(
    message: Any,
    log: bool | str | None,
    durability: str | None,
    ground_truth: bool,
) -> None:
    """Fills LogOptions from create's arguments."""
    if log is False:
        message.disabled = True
    elif isinstance(log, str):
        message.observations = choice("log", log, OBSERVATION_LEVELS)
    elif log not in (None, True):
        raise InvalidArgument(f"log: {log!r}; give True, False, or one of {', '.join(OBSERVATION_LEVELS)}")
    if durability is not None:
        message.durability = choice("durability", durability, DURABILITY)
    message.ground_truth = ground_truth


def choice(name: str, value: str, allowed: Mapping[str, int]) -> Any:
    """The number of a named choice, for a field of an enum type."""
    try:
        return allowed[value.lower()]
    except (KeyError, AttributeError):
        raise InvalidArgument(f"{name}: {value!r}; allowed are {', '.join(map(repr, allowed))}") from None

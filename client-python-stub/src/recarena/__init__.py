"""Client of RecArena, a server of simulated recommender-system users."""

from recarena import _polling  # noqa: F401  # before all that imports grpcio
from recarena._client import Client, connect
from recarena._info import (
    ActionSpec,
    Bias,
    CheckedConfig,
    EnvironmentInfo,
    Parameter,
    Preset,
    SimulationInfo,
    TensorSpec,
)
from recarena._registry import register as _register
from recarena._simulation import Final, Oracle, Propensities, Result, Simulation, Twin
from recarena._wire import Ragged
from recarena.errors import (
    AlreadyExists,
    DeadlineExceeded,
    FailedPrecondition,
    FieldViolation,
    InternalError,
    InvalidArgument,
    NotFound,
    PermissionDenied,
    RecArenaError,
    ResourceExhausted,
    ServerGone,
    ServerNotFound,
    Unauthenticated,
    Unimplemented,
)
from recarena.log import CorruptLog, LoggedSimulation, LoggedStep, read_log
from recarena.metrics import SlateMetrics
from recarena.server import Server, local_server, serve

__all__ = [
    "ActionSpec",
    "AlreadyExists",
    "Bias",
    "CheckedConfig",
    "Client",
    "CorruptLog",
    "DeadlineExceeded",
    "EnvironmentInfo",
    "FailedPrecondition",
    "FieldViolation",
    "Final",
    "InternalError",
    "InvalidArgument",
    "LoggedSimulation",
    "LoggedStep",
    "NotFound",
    "Oracle",
    "Parameter",
    "PermissionDenied",
    "Preset",
    "Propensities",
    "Ragged",
    "RecArenaError",
    "ResourceExhausted",
    "Result",
    "Server",
    "ServerGone",
    "ServerNotFound",
    "Simulation",
    "SimulationInfo",
    "SlateMetrics",
    "TensorSpec",
    "Twin",
    "Unauthenticated",
    "Unimplemented",
    "connect",
    "local_server",
    "read_log",
    "serve",
]

_register()

"""What can go wrong, as exceptions: one class for each status that the server answers with."""

from __future__ import annotations

from typing import Any, NamedTuple

import grpc

from recarena.v1 import rpc_pb2

__all__ = [
    "AlreadyExists",
    "DeadlineExceeded",
    "FailedPrecondition",
    "FieldViolation",
    "InternalError",
    "InvalidArgument",
    "NotFound",
    "PermissionDenied",
    "RecArenaError",
    "ResourceExhausted",
    "ServerGone",
    "ServerNotFound",
    "Unauthenticated",
    "Unimplemented",
]


class FieldViolation(NamedTuple):
    """One field of a request that was wrong."""

    field: str
    description: str


class RecArenaError(Exception):
    """The base of all errors of this package.

    `code` is the name of the gRPC status, such as "INVALID_ARGUMENT"; `violations` are the fields that were wrong.
    """

    code = "UNKNOWN"

    def __init__(self, message: str, violations: tuple[FieldViolation, ...] = (), code: str | None = None) -> None:
        """An error with the server's message, and the fields that it complains about."""
        # The message may have a description already; the server cuts long ones off.
        more = (v for v in violations if v.description.removesuffix("…") not in message)
        lines = [message, *(f"  {v.field}: {v.description}" for v in more)]
        super().__init__("\n".join(lines))
        self.message = message
        self.violations = violations
        if code is not None:
            self.code = code

    def __reduce__(self) -> tuple[Any, ...]:
        """Errors cross process boundaries, of vector environments for example."""
        return type(self), (self.message, self.violations, self.code)


class InvalidArgument(RecArenaError, ValueError):
    """Something that was passed is wrong; the message names it, its value, and what is allowed."""

    code = "INVALID_ARGUMENT"


class FailedPrecondition(RecArenaError, RuntimeError):
    """The call is right, but not now: a step before the first reset, or of an ended episode, or out of turn."""

    code = "FAILED_PRECONDITION"


class NotFound(RecArenaError, LookupError):
    """There is no such environment or simulation (any more)."""

    code = "NOT_FOUND"


class AlreadyExists(RecArenaError):
    """There is one already."""

    code = "ALREADY_EXISTS"


class PermissionDenied(RecArenaError, PermissionError):
    """This client may not do that; the message says what would allow it."""

    code = "PERMISSION_DENIED"


class Unauthenticated(RecArenaError, PermissionError):
    """The server wants a token, and got none or a wrong one."""

    code = "UNAUTHENTICATED"


class ResourceExhausted(RecArenaError):
    """A limit of the server is reached; the message names it."""

    code = "RESOURCE_EXHAUSTED"


class Unimplemented(RecArenaError, NotImplementedError):
    """This server or environment cannot do that."""

    code = "UNIMPLEMENTED"


class DeadlineExceeded(RecArenaError, TimeoutError):
    """The server did not answer in time, for as long as the client was willing to try."""

    code = "DEADLINE_EXCEEDED"


class ServerGone(RecArenaError, ConnectionError):
    """Nothing answers at the address, for as long as the client was willing to try."""

    code = "UNAVAILABLE"


class InternalError(RecArenaError):
    """The server failed inside; its own log says how."""

    code = "INTERNAL"


class ServerNotFound(RecArenaError, FileNotFoundError):
    """No server can be started here; the message says what is missing."""

    code = "NOT_FOUND"


_BY_CODE: dict[str, type[RecArenaError]] = {
    c.code: c
    for c in (
        InvalidArgument,
        FailedPrecondition,
        NotFound,
        AlreadyExists,
        PermissionDenied,
        Unauthenticated,
        ResourceExhausted,
        Unimplemented,
        DeadlineExceeded,
        ServerGone,
        InternalError,
    )
}
_NAMES: dict[int, str] = {code.value[0]: code.name for code in grpc.StatusCode}
_BAD_REQUEST = "google.rpc.BadRequest"


def from_status(status: Any, suffix: str = "") -> RecArenaError:
    """The error for a google.rpc.Status."""
    violations: list[FieldViolation] = []
    for detail in status.details:
        if detail.type_url.rpartition("/")[2] == _BAD_REQUEST:
            bad = rpc_pb2.BadRequest.FromString(detail.value)
            violations += [FieldViolation(v.field, v.description) for v in bad.field_violations]
    return _make(_NAMES.get(status.code, "UNKNOWN"), status.message + suffix, tuple(violations))


def from_rpc_error(error: grpc.RpcError, suffix: str = "") -> RecArenaError:
    """The error for a failed call."""
    for key, value in error.trailing_metadata() or ():
        if key == "grpc-status-details-bin":
            try:
                status = rpc_pb2.RpcStatus.FromString(value)
            except Exception:  # details are a courtesy; the code and the message are there without them
                break
            if status.code:
                return from_status(status, suffix)
    return _make(error.code().name, (error.details() or "") + suffix, ())


def _make(code: str, message: str, violations: tuple[FieldViolation, ...]) -> RecArenaError:
    kind = _BY_CODE.get(code)
    if kind is None:
        return RecArenaError(f"{code}: {message}", violations, code)
    return kind(message or code, violations)

"""The connection: one channel, and calls of bytes with retries."""

from __future__ import annotations

import atexit
import functools
import os
import random
import time
import weakref
from collections.abc import Callable, Mapping
from typing import Any

import grpc
import numpy as np

from recarena import errors
from recarena._sockets import SocketStream
from recarena._streams import DirectStream, ThreadedStream, close_abandoned, open_direct

_SERVICES = {
    "ListEnvironments": "EnvironmentService",
    "DescribeEnvironment": "EnvironmentService",
    "GetWorld": "OracleService",
    "GetClickProbabilities": "OracleService",
    "GetUsers": "OracleService",
    "GetTwin": "OracleService",
    "DescribeLog": "TrajectoryService",
    "ReadLog": "TrajectoryService",
}

PLAY = "/recarena.v1.SimulationService/Play"

RETRIED = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED)

_RETRIED_NUMBERS = tuple(code.value[0] for code in RETRIED)

_MAX_MESSAGE = (1 << 31) - 1

#: Streams of a client that have sockets of their own; more share one connection.
_MOST_SOCKETS = 16

DEFAULT_OPTIONS: dict[str, Any] = {
    "grpc.max_receive_message_length": _MAX_MESSAGE,
    "grpc.max_send_message_length": _MAX_MESSAGE,
    # Large replies come in few frames, and nobody waits for a window to open.
    "grpc.http2.lookahead_bytes": 8 << 20,
    "grpc.http2.max_frame_size": 1 << 20,
    "grpc.http2.bdp_probe": 0,
    # A server that restarts is found again soon.
    "grpc.initial_reconnect_backoff_ms": 100,
    "grpc.min_reconnect_backoff_ms": 1000,
    "grpc.max_reconnect_backoff_ms": 1000,
    # Two clients of one process do not share a connection, so that each has its own flow control.
    "grpc.use_local_subchannel_pool": 1,
}


def _checked(address: str) -> str:
    if not isinstance(address, str) or not address or address.lower().startswith(("http://", "https://", "grpc://")):
        raise errors.InvalidArgument(f'address: {address!r}; give "host:port" or "unix:/path"')
    return address


def _is_local(address: str) -> bool:
    return address.startswith(("unix:", "localhost:", "127.", "[::1]:", "ipv4:127.", "ipv6:[::1]"))


def _is_plain(address: str) -> bool:
    return os.name == "posix" and address.startswith(("unix:/", "localhost:", "127.", "[::1]:"))


@functools.cache
def _let_malloc_keep_large_blocks() -> None:
    """Makes large replies cost a half.

    The C library of Linux takes a large block from the kernel and gives it back when it is freed, so each reply would
    be faulted in page by page, which takes longer than all else that is done with it. What is large it learns from what
    it sees freed, up to 32 MiB; so it is shown a block of about that. The block is never touched; the process may keep
    twice as much of what it frees later.
    """
    np.empty(31 << 20, np.uint8)


class Transport:
    """Calls the server's methods with bytes, and tries again where that is safe.

    It is the caller's business that a request may be repeated: resets and steps carry their number, Create its
    request id, and the others only read.
    """

    def __init__(
        self,
        address: str,
        *,
        token: str | None,
        timeout: float,
        retry_for: float,
        credentials: grpc.ChannelCredentials | None,
        options: Mapping[str, Any] | None,
        streaming: bool = True,
    ) -> None:
        """Opens the channel; no connection is made yet."""
        _let_malloc_keep_large_blocks()
        self.streaming = streaming
        self.address = _checked(address)
        self.timeout = timeout
        self.retry_for = retry_for
        merged = dict(DEFAULT_OPTIONS)
        if _is_local(address):
            merged["grpc.enable_http_proxy"] = 0
        merged.update(options or {})
        if credentials is None:
            self.channel = grpc.insecure_channel(address, options=list(merged.items()))
        else:
            self.channel = grpc.secure_channel(address, credentials, options=list(merged.items()))
        self.metadata: tuple[tuple[str, str], ...] = (("authorization", f"Bearer {token}"),) if token else ()
        self._methods: dict[str, Callable[..., bytes]] = {}
        self._play = self.channel.stream_stream(PLAY)
        #: Whether streams can do without grpcio's threads.
        self.direct = True
        self._open: weakref.WeakSet[DirectStream] = weakref.WeakSet()
        #: Whether streams can have sockets of their own: on this machine, where nobody says how to connect.
        self.sockets = credentials is None and not options and _is_plain(address)
        self._sockets: weakref.WeakSet[SocketStream] = weakref.WeakSet()
        self.closed = False
        self._owner = os.getpid()
        _transports.add(self)

    def wait(self, timeout: float) -> None:
        """Returns as soon as the server answers; ServerGone when it does not."""
        try:
            grpc.channel_ready_future(self.channel).result(timeout=timeout)
        except grpc.FutureTimeoutError:
            raise errors.ServerGone(
                f"no RecArena server answers at {self.address} (tried for {timeout:g} s); "
                "is it running, and is this its gRPC port?"
            ) from None

    def method(self, name: str) -> Callable[..., bytes]:
        """The stub of a method, from request bytes to reply bytes."""
        found = self._methods.get(name)
        if found is None:
            service = _SERVICES.get(name, "SimulationService")
            # Without serializers grpcio passes bytes through.
            found = self._methods[name] = self.channel.unary_unary(f"/recarena.v1.{service}/{name}")
        return found

    def play(self) -> SocketStream | DirectStream | ThreadedStream:
        """Opens a Play stream."""
        if self.closed:
            raise errors.FailedPrecondition("the client is closed")
        if self.sockets and len(self._sockets) < _MOST_SOCKETS:
            try:
                plain = SocketStream(self.address, PLAY, self.metadata)
            except (OSError, ValueError):
                pass  # grpcio tells what is wrong, or finds another way
            else:
                self._sockets.add(plain)
                if self.closed:  # meanwhile, by another thread, which did not see this one
                    plain.cancel()
                return plain
        if self.direct:
            close_abandoned()
            stream = open_direct(self.channel, PLAY, self.metadata)
            if stream is not None:
                self._open.add(stream)
                return stream
            self.direct = False
        return ThreadedStream(self._play, self.metadata)

    def call(self, name: str, request: bytes, *, timeout: float | None = None, retry_for: float | None = None) -> bytes:
        """Calls a method; UNAVAILABLE and DEADLINE_EXCEEDED are tried again for a while."""
        try:
            return self.method(name)(request, timeout=timeout or self.timeout, metadata=self.metadata)
        except grpc.RpcError as error:
            first = error
        except ValueError:
            if self.closed:
                raise errors.FailedPrecondition("the client is closed") from None
            raise
        return self._again(
            name, request, first, timeout or self.timeout, self.retry_for if retry_for is None else retry_for
        )

    def _again(self, name: str, request: bytes, error: grpc.RpcError, timeout: float, retry_for: float) -> bytes:
        begin = time.monotonic()
        pause, tries = 0.05, 1
        while error.code() in RETRIED and time.monotonic() - begin < retry_for:
            time.sleep(pause * random.uniform(0.5, 1.0))
            pause = min(2 * pause, 1.0)
            tries += 1
            try:
                return self.method(name)(request, timeout=timeout, metadata=self.metadata)
            except grpc.RpcError as again:
                error = again
        suffix = f" (server {self.address}, {name}, {tries} tries)" if error.code() in RETRIED else ""
        raise errors.from_rpc_error(error, suffix) from None

    def close(self) -> None:
        """Closes the channel; twice is fine."""
        self.closed = True
        if self._owner != os.getpid():  # a forked child, in which nothing of it is alive
            return
        for plain in list(self._sockets):  # whoever holds one closes it
            plain.cancel()
        close_abandoned()
        for stream in list(self._open):  # the channel waits for them, and they for whoever holds them
            stream.close()
        self.channel.close()


# A channel that is open when the interpreter ends is taken down in no order, which grpcio does not always survive.
_transports: weakref.WeakSet[Transport] = weakref.WeakSet()


@atexit.register
def _close_all() -> None:
    for transport in list(_transports):
        transport.close()

"""The connection: one channel, calls of bytes with retries, and the mapping of failures to exceptions."""

from __future__ import annotations

import contextlib
import queue
import random
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import grpc

from recarena import errors
from recarena._wire import varint
from recarena.v1 import simulations_pb2

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

_RETRIED = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED)

_RETRIED_NUMBERS = tuple(code.value[0] for code in _RETRIED)

_MAX_MESSAGE = (1 << 31) - 1

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


def _is_local(address: str) -> bool:
    return address.startswith(("unix:", "localhost:", "127.", "[::1]:", "ipv4:127.", "ipv6:[::1]"))


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
        self.streaming = streaming
        self.address = address
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
        self._play = self.channel.stream_stream("/recarena.v1.SimulationService/Play")
        self.closed = False

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

    def play(self, requests: Iterator[bytes]) -> Any:
        """Opens a Play stream."""
        return self._play(requests, metadata=self.metadata)

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
        while error.code() in _RETRIED and time.monotonic() - begin < retry_for:
            time.sleep(pause * random.uniform(0.5, 1.0))
            pause = min(2 * pause, 1.0)
            tries += 1
            try:
                return self.method(name)(request, timeout=timeout, metadata=self.metadata)
            except grpc.RpcError as again:
                error = again
        suffix = f" (server {self.address}, {name}, {tries} tries)" if error.code() in _RETRIED else ""
        raise errors.from_rpc_error(error, suffix) from None

    def close(self) -> None:
        """Closes the channel; twice is fine."""
        self.closed = True
        self.channel.close()


class PlayStream:
    """The resets and steps of one simulation on one Play stream: about half the cost of a call each.

    Whatever goes wrong with the stream, the same request is then sent as a call of its own, with that one's retries;
    its number says that it is the same. So this class needs no error handling but giving up, and it opens a new
    stream for the next request.
    """

    def __init__(self, transport: Transport) -> None:
        """Nothing is opened before the first request."""
        self._transport = transport
        self._requests: queue.SimpleQueue[bytes | None] | None = None
        self._replies: Any = None
        #: When the request that is under way is to be given up; 0: there is none.
        self.deadline = 0.0

    def exchange(self, method: str, request: bytes) -> bytes:
        """Sends a ResetRequest or StepRequest; the reply holds the outcome in its field 1."""
        transport = self._transport
        if not transport.streaming:
            return transport.call(method, request)
        if self._requests is None:
            self._open()
        assert self._requests is not None
        tag = b"\x12" if method == "Step" else b"\x0a"
        try:
            self.deadline = time.monotonic() + transport.timeout
            self._requests.put(b"".join((tag, varint(len(request)), request)))
            reply: bytes = next(self._replies)
            self.deadline = 0.0
        except (grpc.RpcError, StopIteration) as error:
            self.close()
            if isinstance(error, grpc.RpcError) and error.code() is grpc.StatusCode.UNIMPLEMENTED:
                transport.streaming = False
            return transport.call(method, request)
        except BaseException:
            self.close()  # interrupted: the reply must not be taken for that of the next request
            raise
        if reply[:1] != b"\x12":
            return reply
        status = simulations_pb2.PlayResponse.FromString(reply).error
        if status.code in _RETRIED_NUMBERS:
            return transport.call(method, request)
        raise errors.from_status(status)

    def _open(self) -> None:
        transport = self._transport
        if transport.closed:
            raise errors.FailedPrecondition("the client is closed")
        requests: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._replies = transport.play(_until_none(requests))
        self._requests = requests
        _watch(self)

    def give_up(self) -> None:
        """Ends the stream from another thread; the one that waits for a reply sees it fail."""
        replies = self._replies
        if replies is not None:
            replies.cancel()

    def close(self) -> None:
        """Ends the stream; the next request opens a new one."""
        self.deadline = 0.0
        if self._requests is not None:
            self._requests.put(None)  # lets the thread that sends go
            with contextlib.suppress(Exception):
                self._replies.cancel()
        self._requests = self._replies = None

    def __del__(self) -> None:
        """A stream that nobody holds is of no use."""
        if self._requests is not None:
            self._requests.put(None)


def _until_none(requests: queue.SimpleQueue[bytes | None]) -> Iterator[bytes]:
    return iter(requests.get, None)


# A stream has no deadline for each reply, so one thread looks after all that wait for one.
_watched: weakref.WeakSet[PlayStream] = weakref.WeakSet()
_watch_lock = threading.Lock()
_watcher: threading.Thread | None = None


def _watch(stream: PlayStream) -> None:
    global _watcher
    with _watch_lock:
        _watched.add(stream)
        if _watcher is None or not _watcher.is_alive():
            _watcher = threading.Thread(target=_keep_watch, name="recarena-deadlines", daemon=True)
            _watcher.start()


def _keep_watch() -> None:
    while True:
        time.sleep(0.25)
        now = time.monotonic()
        with _watch_lock:
            late = [stream for stream in _watched if 0.0 < stream.deadline < now]
        for stream in late:
            stream.give_up()

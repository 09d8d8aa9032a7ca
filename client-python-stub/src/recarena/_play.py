"""The resets and steps of one simulation on one Play stream."""

from __future__ import annotations

import threading
import time
import weakref
from typing import Final

import grpc

from recarena import errors
from recarena._sockets import SocketStream
from recarena._streams import DirectStream, StreamEnded, ThreadedStream
from recarena._transport import RETRIED, Transport
from recarena._wire import varint
from recarena.v1 import simulations_pb2

_RETRIED_NUMBERS: Final = tuple(code.value[0] for code in RETRIED)
_UNIMPLEMENTED: Final = grpc.StatusCode.UNIMPLEMENTED.value[0]


class PlayStream:
    """The resets and steps of one simulation on one Play stream: a fraction of the cost of a call each.

    Whatever goes wrong with the stream, the same request is then sent as a call of its own, with that one's retries;
    its number says that it is the same. So this class needs no error handling but giving up, and it opens a new
    stream for the next request.
    """

    def __init__(self, transport: Transport) -> None:
        """Nothing is opened before the first request."""
        self._transport = transport
        self._stream: SocketStream | DirectStream | ThreadedStream | None = None
        #: When the request that is under way is to be given up; 0: there is none.
        self.deadline = 0.0

    def exchange(self, method: str, request: bytes) -> bytes:
        """Sends a ResetRequest or StepRequest; the reply holds the outcome in its field 1."""
        self.send(method, request)
        return self.receive(method, request)

    def send(self, method: str, request: bytes) -> None:
        """The first half of an exchange, which waits for nothing; without streaming there is only the second."""
        transport = self._transport
        if not transport.streaming:
            return
        stream = self._stream
        if stream is None:
            _watch(self)  # first, so that no interrupt leaves a stream without
            stream = self._stream = transport.play()
        tag = b"\x12" if method == "Step" else b"\x0a"
        self.deadline = time.monotonic() + transport.timeout
        try:
            stream.send(b"".join((tag, varint(len(request)), request)))
        except StreamEnded:
            self.close()

    def receive(self, method: str, request: bytes) -> bytes:
        """The second half, for the request that was sent."""
        transport = self._transport
        if self._stream is None:
            return transport.call(method, request)
        untried = isinstance(self._stream, SocketStream) and not self._stream.answered
        try:
            reply = self._stream.receive()
            self.deadline = 0.0
        except StreamEnded as ended:
            if untried:
                transport.sockets = False  # whatever is in the way, it is in the way of the next one too
            self.close()
            if ended.code == _UNIMPLEMENTED:
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
        if untried:  # it may come from another server, which a name of this machine leads to as well
            reply = transport.call(method, request)
            transport.sockets = False
            self.close()
            return reply
        raise errors.from_status(status)

    def give_up(self) -> None:
        """Ends the stream from another thread; the one that waits for a reply sees it fail."""
        stream = self._stream
        if stream is not None:
            stream.cancel()

    def close(self) -> None:
        """Ends the stream; the next request opens a new one."""
        self.deadline = 0.0
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close()


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

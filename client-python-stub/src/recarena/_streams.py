"""Streams of bytes, one message each way at a time: straight to gRPC's core, or by grpcio's public interface."""

from __future__ import annotations

import contextlib
import os
import queue
import threading
from collections import deque
from collections.abc import Callable
from typing import Any

import grpc

try:
    from grpc._cython import cygrpc
except ImportError:  # an implementation of grpcio without it
    cygrpc = None

Metadata = tuple[tuple[str, str], ...]


#: Streams that nobody holds any more and that have not ended.
_abandoned: deque[DirectStream] = deque()


def close_abandoned() -> None:
    """Ends the streams that were found to be held by nobody on a thread that must not wait; see `DirectStream`."""
    with contextlib.suppress(IndexError):
        while True:
            _abandoned.popleft().close()


class StreamEnded(Exception):
    """There will be no more replies. `code` is the status' number, where there was one."""

    def __init__(self, code: int | None) -> None:
        """With the status' number."""
        super().__init__(f"the stream ended with status {code}")
        self.code = code


class DirectStream:
    """A stream whose caller waits for gRPC's core itself, without a thread in between.

    grpcio has one thread that takes messages from an iterator and another that takes events from the core, and waking
    the two takes longer than a small step. Its calls with one reply and a few others do without ("segregated" calls,
    each with a queue of events of its own); bidirectional streams could as well, but grpcio has no interface for that
    which is public. So this uses what is below, and `open_direct` makes sure that it is as it is known here.

    One thread at a time sends and receives; any may cancel or close. Everything that was begun must be taken from the
    queue of events, or the channel waits for it when it is closed, and nothing more may be asked of it then. So the
    count of what is due must be right whenever a signal arrives: Python raises its exception where a call returns, but
    not between what a `for` takes from an iterator and the body's first line.

    Ending a stream takes locks of grpcio. They are Python's, and a thread that is interrupted while it takes one may
    keep it for good; it can take it again then, but all others would wait for ever. The garbage collector comes on any
    thread, so what it finds on another than the one that opened the stream is kept until one of the client's callers
    opens a stream or closes the client.
    """

    def __init__(self, channel: Any, method: str, metadata: Metadata) -> None:
        """Begins the call; nothing is waited for."""
        begin = (
            (cygrpc.SendInitialMetadataOperation(metadata, 0),),
            (cygrpc.ReceiveInitialMetadataOperation(0),),
            (cygrpc.ReceiveStatusOnClientOperation(0),),
        )
        self._code: int | None = None
        #: How many batches of operations have not ended.
        self._due = len(begin)
        #: Held while events are waited for.
        self._lock = threading.Lock()
        self._owner = os.getpid()
        self._opener = threading.get_ident()
        self._call = channel.segregated_call(
            cygrpc.PropagationConstants.GRPC_PROPAGATE_DEFAULTS,
            method.encode(),
            None,
            None,
            metadata,
            None,
            tuple((operations, None) for operations in begin),
            None,
        )
        self._events = iter(self._call.next_event, None)

    def send(self, message: bytes) -> None:
        """Sends a message and asks for the reply."""
        operations = cygrpc.SendMessageOperation(message, 0), cygrpc.ReceiveMessageOperation(0)
        begun = False
        with self._lock:
            if self._due > 0:
                with contextlib.suppress(ValueError):  # the call has ended
                    for begun in map(self._call.operate, (operations,), (None,)):
                        self._due += begun
        if not begun:
            self.close()
            raise StreamEnded(self._code)

    def receive(self) -> bytes:
        """Waits for the reply."""
        with self._lock:
            while self._due > 0:
                for operation in self._next():
                    if operation.type() == _MESSAGE:
                        message: bytes | None = operation.message()
                        if message is not None:
                            return message
            raise StreamEnded(self._code)

    def cancel(self) -> None:
        """Ends it; whoever waits for a reply sees that."""
        with contextlib.suppress(Exception):  # it may have ended already
            self._call.cancel(cygrpc.StatusCode.cancelled, "given up")

    def close(self) -> None:
        """Ends it, and waits until it has ended."""
        if self._owner != os.getpid():  # a forked child, in which nothing would end
            return
        self.cancel()
        with self._lock:  # whoever waits for a reply lets go of it
            while self._due > 0:
                self._next()

    def _next(self) -> Any:
        """The operations that end next."""
        due = self._due
        try:
            for event in self._events:  # noqa: B007  # looked at below
                self._due = due - 1
                break
        except BaseException:
            if self._due == due:  # interrupted while it waited, upon which grpcio gives up the call and its queue
                self._due = 0
            raise
        operations = event.batch_operations
        for operation in operations:
            if operation.type() == _STATUS:
                self._code = int(operation.code())
        return operations

    def __del__(self) -> None:
        """A stream that nobody holds is of no use."""
        if not hasattr(self, "_events") or self._due == 0:
            return
        if threading.get_ident() == self._opener:
            with contextlib.suppress(Exception):
                self.close()
        else:
            _abandoned.append(self)


if cygrpc is not None:
    _MESSAGE = cygrpc.OperationType.receive_message
    _STATUS = cygrpc.OperationType.receive_status_on_client


def open_direct(channel: grpc.Channel, method: str, metadata: Metadata) -> DirectStream | None:
    """A stream without threads, or None where grpcio is not as it is known here."""
    try:
        return DirectStream(channel._channel, method, metadata)
    except (AttributeError, TypeError):
        return None


class ThreadedStream:
    """A stream by grpcio's public interface."""

    def __init__(self, method: Callable[..., Any], metadata: Metadata) -> None:
        """Opens it."""
        self._requests: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._replies = method(iter(self._requests.get, None), metadata=metadata)

    def send(self, message: bytes) -> None:
        """Hands a message to the thread that sends."""
        self._requests.put(message)

    def receive(self) -> bytes:
        """Waits for the reply."""
        try:
            reply: bytes = next(self._replies)
        except StopIteration:
            raise StreamEnded(0) from None
        except grpc.RpcError as error:
            raise StreamEnded(error.code().value[0]) from None
        return reply

    def cancel(self) -> None:
        """Ends it; whoever waits for a reply sees that."""
        self._replies.cancel()

    def close(self) -> None:
        """Ends it."""
        self._requests.put(None)  # lets the thread that sends go
        with contextlib.suppress(Exception):
            self._replies.cancel()

    def __del__(self) -> None:
        """A stream that nobody holds is of no use."""
        if hasattr(self, "_requests"):
            self._requests.put(None)

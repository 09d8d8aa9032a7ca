"""A Play stream on a socket of its own: the few frames of HTTP/2 that it needs, without grpcio in between.

grpcio copies a reply four times on its way to the caller; here the kernel writes it where it stays. That is worth it on
the same machine, where a step of a thousand users is a matter of its bytes.
"""

from __future__ import annotations

import contextlib
import os
import socket

from recarena._streams import Metadata, StreamEnded

_DATA, _HEADERS, _RESET, _SETTINGS, _PING, _WINDOW_UPDATE = 0, 1, 3, 4, 6, 8
_ACK = _END_STREAM = 1
_END_HEADERS = 4
_PADDED = 8
_INITIAL_WINDOW_SIZE, _MAX_FRAME_SIZE = 4, 5

_STREAM = 1
_LARGEST_WINDOW = (1 << 31) - 1
_LARGEST_FRAME = (1 << 24) - 1
_DEFAULT_WINDOW = (1 << 16) - 1
#: So much of the window is used before it is opened again.
_REFILL = 1 << 30
_CONNECT_SECONDS = 1.0
#: A connection that was closed is an error here, also in a program that lets such a signal end it.
_NO_SIGNAL = getattr(socket, "MSG_NOSIGNAL", 0)


class SocketStream:
    """A stream of messages, one each way at a time.

    Whatever it does not expect ends it, and the caller repeats the request as a call of grpcio's: so it needs no error
    handling of its own, nor what trailers say. One thread at a time sends and receives; any may cancel.
    """

    def __init__(self, address: str, method: str, metadata: Metadata) -> None:
        """Connects and begins the call; OSError where nothing answers."""
        self._owner = os.getpid()
        self._owed = False
        #: How much may be sent: on the connection, and on the stream.
        self._credit = [_DEFAULT_WINDOW, _DEFAULT_WINDOW]
        self._window = _DEFAULT_WINDOW
        self._frame = 1 << 14
        self._taken = 0
        #: Whether the server was seen to answer.
        self.answered = False
        self._socket = _connect(address)
        try:
            self._say(
                b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
                + _frame(
                    _SETTINGS,
                    0,
                    0,
                    _setting(_INITIAL_WINDOW_SIZE, _LARGEST_WINDOW) + _setting(_MAX_FRAME_SIZE, _LARGEST_FRAME),
                )
                + _frame(_WINDOW_UPDATE, 0, 0, (_LARGEST_WINDOW - _DEFAULT_WINDOW).to_bytes(4, "big"))
                + _frame(_HEADERS, _END_HEADERS, _STREAM, _headers(address, method, metadata))
            )
        except BaseException:
            self._socket.close()
            raise

    def send(self, message: bytes) -> None:
        """Sends a message and asks for the reply."""
        # Somebody was interrupted, and the reply must not be taken for this one's; or this is a forked child.
        if self._owed or self._owner != os.getpid():
            self.close()
        self._owed = True
        try:
            self._write(b"".join((b"\0", len(message).to_bytes(4, "big"), message)))
        except (OSError, ValueError):
            self.close()
            raise StreamEnded(None) from None

    def _say(self, data: bytes) -> None:
        self._socket.sendall(data, _NO_SIGNAL)

    def _write(self, data: bytes) -> None:
        at = 0
        while at < len(data):
            while (room := min(*self._credit, self._frame)) <= 0:
                if self._read() is not None:
                    raise ValueError("a reply before its request")
            part = data[at : at + room]
            at += len(part)
            self._credit[0] -= len(part)
            self._credit[1] -= len(part)
            self._say(_frame(_DATA, 0, _STREAM, part))

    def receive(self) -> bytes:
        """Waits for the reply."""
        if self._owner != os.getpid():  # a forked child, whose parent waits for it
            self.close()
            raise StreamEnded(None)
        try:
            message = self._message()
        except (OSError, ValueError):
            self.close()
            raise StreamEnded(None) from None
        self._owed = False
        self.answered = True
        return message

    def _message(self) -> bytes:
        while (length := self._read(5)) is None:
            pass
        head = self._exactly(5)
        if head[0] != 0:
            raise ValueError("a compressed reply")
        missing = int.from_bytes(head[1:], "big")
        parts = []
        length -= 5
        while True:
            if length > missing:
                raise ValueError("more than a reply")
            if length:
                parts.append(self._exactly(length))
                missing -= length
            if missing == 0:
                return parts[0] if len(parts) == 1 else b"".join(parts)
            while (read := self._read(1)) is None:
                pass
            length = read

    def _read(self, least: int = 0) -> int | None:
        """Reads a frame: the length of the data that follow, at least some bytes, or None where it was another one."""
        head = self._exactly(9)
        length = int.from_bytes(head[:3], "big")
        kind, flags = head[3], head[4]
        if kind == _DATA:
            if length < least or flags & (_PADDED | _END_STREAM):
                raise ValueError("data of a form that is not expected")
            self._refill(length)
            return length
        payload = self._exactly(length) if length else b""
        if kind == _HEADERS:
            if flags & _END_STREAM:
                raise ValueError("the end")
        elif kind == _SETTINGS:
            if not flags & _ACK:
                self._set(payload)
                self._say(_frame(_SETTINGS, _ACK, 0, b""))
        elif kind == _PING:
            if not flags & _ACK:
                self._say(_frame(_PING, _ACK, 0, payload))
        elif kind == _WINDOW_UPDATE:
            self._credit[1 if int.from_bytes(head[5:], "big") else 0] += int.from_bytes(payload, "big")
        elif kind == _RESET:
            raise ValueError("the stream was reset")
        return None

    def _set(self, payload: bytes) -> None:
        for at in range(0, len(payload), 6):
            number = int.from_bytes(payload[at : at + 2], "big")
            value = int.from_bytes(payload[at + 2 : at + 6], "big")
            if number == _INITIAL_WINDOW_SIZE:
                self._credit[1] += value - self._window
                self._window = value
            elif number == _MAX_FRAME_SIZE:
                self._frame = value

    def _refill(self, taken: int) -> None:
        self._taken += taken
        if self._taken >= _REFILL:
            more = self._taken.to_bytes(4, "big")
            self._taken = 0
            self._say(_frame(_WINDOW_UPDATE, 0, 0, more) + _frame(_WINDOW_UPDATE, 0, _STREAM, more))

    def _exactly(self, count: int) -> bytes:
        """So many bytes; the kernel writes them where they stay."""
        data = self._socket.recv(count, socket.MSG_WAITALL)
        if len(data) == count:
            return data
        parts = []
        while data:
            parts.append(data)
            count -= len(data)
            if count == 0:
                return b"".join(parts)
            data = self._socket.recv(count, socket.MSG_WAITALL)
        raise ValueError("the connection was closed")

    def cancel(self) -> None:
        """Ends it; whoever waits for a reply sees that."""
        if self._owner == os.getpid():  # else a forked child, whose copy of the socket is all that ends
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Ends it."""
        self.cancel()
        self._socket.close()

    def __del__(self) -> None:
        """A stream that nobody holds is of no use."""
        if hasattr(self, "_socket"):
            self.close()


def _connect(address: str) -> socket.socket:
    if address.startswith("unix:"):
        made = socket.socket(socket.AF_UNIX)
        try:
            made.settimeout(_CONNECT_SECONDS)
            made.connect(address.removeprefix("unix:").removeprefix("//"))
        except BaseException:
            made.close()
            raise
    else:
        host, _, port = address.rpartition(":")
        made = socket.create_connection((host.strip("[]"), int(port)), _CONNECT_SECONDS)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    made.settimeout(None)
    return made


def _frame(kind: int, flags: int, stream: int, payload: bytes) -> bytes:
    return b"".join((len(payload).to_bytes(3, "big"), bytes((kind, flags)), stream.to_bytes(4, "big"), payload))


def _setting(number: int, value: int) -> bytes:
    return number.to_bytes(2, "big") + value.to_bytes(4, "big")


def _headers(address: str, method: str, metadata: Metadata) -> bytes:
    authority = "localhost" if address.startswith("unix:") else address
    fields = (
        (":method", "POST"),
        (":scheme", "http"),
        (":path", method),
        (":authority", authority),
        ("te", "trailers"),
        ("content-type", "application/grpc"),
        *metadata,
    )
    # Literal fields, never indexed: nothing of the token stays in anybody's table.
    return b"".join(b"\x10" + _string(name) + _string(value) for name, value in fields)


def _string(text: str) -> bytes:
    """A string of HPACK, without Huffman's code: a length with a prefix of 7 bits, and the bytes."""
    data = text.encode()
    length = len(data)
    if length < 0x7F:
        return bytes((length,)) + data
    out = bytearray(b"\x7f")
    length -= 0x7F
    while length >= 0x80:
        out.append(length & 0x7F | 0x80)
        length >>= 7
    out.append(length)
    return bytes(out) + data

"""Loads grpcio so that whoever waits for a reply takes it from the socket; to be imported before the other modules."""

import os
import sys

_VARIABLE = "GRPC_EXPERIMENTS"


def _load_grpc() -> None:
    """Nothing but a usual import where grpcio was loaded before, or where its experiments were chosen by hand.

    By default threads of gRPC's core read from sockets, and on its way to the caller a reply wakes three of them, one
    after the other: half of what a small step costs. The core can also do without, as it did for years; it decides when
    it is loaded. Child processes decide for themselves.
    """
    if sys.platform != "linux" or _VARIABLE in os.environ or "grpc" in sys.modules:
        return
    os.environ[_VARIABLE] = "-event_engine_client"
    try:
        import grpc  # noqa: F401
    finally:
        del os.environ[_VARIABLE]


_load_grpc()

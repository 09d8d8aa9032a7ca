"""A simulation with a connection of its own, as the environments of other libraries hold it: copying it forks it."""

from __future__ import annotations

import contextlib
import weakref
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from recarena import errors
from recarena._client import Client, connect
from recarena.server import local_server

if TYPE_CHECKING:
    from typing_extensions import Self

    from recarena._simulation import Simulation


class Remote:
    """A simulation and the connection that it came over.

    A copy is a fork with a connection of its own. A pickled one is a fork that waits on the server: every load makes
    another fork of it, for as long as the server keeps it (its idle timeout). The pickle holds the address and the
    token, so treat it like one.
    """

    client: Client
    simulation: Simulation

    def __init__(
        self, environment: str, address: str | None, token: str | None, connection: Mapping[str, Any], **create: Any
    ) -> None:
        """Opens a simulation; the server of this process if no address is given."""
        self._connect(address or local_server().address, token, connection)
        try:
            self._hold(self.client.create(environment, **create))
        except BaseException:
            self.client.close()
            raise

    def _connect(self, address: str, token: str | None, connection: Mapping[str, Any]) -> None:
        self._where = (address, token, dict(connection))
        self.client = connect(address, token=token, **connection)

    def _hold(self, simulation: Simulation) -> None:
        self.simulation = simulation
        # At the interpreter's end nobody is left to wait for the server, which expires what nobody calls.
        self._finalizer = weakref.finalize(self, _release, simulation, self.client)
        self._finalizer.atexit = False

    def fork(self) -> Self:
        """A copy that goes on alike."""
        return self._attached(self.simulation.fork().id, fork=False)

    def _attached(self, simulation_id: str, fork: bool) -> Self:
        made = type(self).__new__(type(self))
        made._connect(*self._where)
        try:
            simulation = made.client.attach(simulation_id)
            made._hold(simulation.fork() if fork else simulation)
        except BaseException:
            made.client.close()
            raise
        return made

    def close(self) -> None:
        """Closes both; twice is fine."""
        self._finalizer()

    def __copy__(self) -> Self:
        """A fork."""
        return self.fork()

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """A fork."""
        return self.fork()

    def __reduce__(self) -> tuple[Any, ...]:
        """A fork to fork from."""
        return _restored, (type(self), self._where, self.simulation.fork().id)


def _restored(kind: type[Remote], where: tuple[str, str | None, dict[str, Any]], simulation_id: str) -> Remote:
    blank = kind.__new__(kind)
    blank._where = where
    try:
        return blank._attached(simulation_id, fork=True)
    except errors.NotFound:
        raise errors.NotFound(
            f"the simulation that was pickled is no longer open at {where[0]}: it was closed, or nobody loaded it "
            "within its idle timeout"
        ) from None


def _release(simulation: Simulation, client: Client) -> None:
    with contextlib.suppress(errors.RecArenaError):
        simulation.close()
    client.close()

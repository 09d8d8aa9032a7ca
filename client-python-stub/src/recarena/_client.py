"""The client: environments, and simulations of them."""

from __future__ import annotations

import numbers
import operator
import uuid
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from recarena import _info
from recarena._simulation import Simulation, _labels
from recarena._transport import Transport
from recarena.errors import InvalidArgument
from recarena.v1 import environments_pb2, simulations_pb2

if TYPE_CHECKING:
    from types import TracebackType

    import grpc
    from typing_extensions import Self

#: That a google.protobuf.Duration holds.
_MOST_SECONDS = 315_576_000_000


def connect(
    address: str,
    *,
    token: str | None = None,
    timeout: float = 30.0,
    connect_timeout: float = 10.0,
    retry_for: float = 60.0,
    credentials: grpc.ChannelCredentials | None = None,
    options: Mapping[str, Any] | None = None,
    streaming: bool = True,
) -> Client:
    """Connects to a server at "host:port" or "unix:/path".

    `timeout`: of each call, in seconds. `retry_for`: for how long a call whose server is away is tried again; resets
    and steps carry their number, so nothing is played twice. `token` is sent with every call. `credentials`, of
    grpc.ssl_channel_credentials for example, make the connection a TLS one. `options` are gRPC channel options.
    `streaming`: resets and steps go over one stream for each simulation, which is faster than calls of their own.
    """
    transport = Transport(
        address,
        token=token,
        timeout=timeout,
        retry_for=retry_for,
        credentials=credentials,
        options=options,
        streaming=streaming,
    )
    try:
        transport.wait(connect_timeout)
    except BaseException:
        transport.close()
        raise
    return Client(transport)


class Client:
    """A connection to a server. Close it when done, or use it in a `with` statement. Threads may share it."""

    def __init__(self, transport: Transport) -> None:
        """Made by connect."""
        self._transport = transport

    @property
    def address(self) -> str:
        """Of the server."""
        return self._transport.address

    def environments(self) -> list[_info.EnvironmentInfo]:
        """Everything that the server can simulate, described under default configs."""
        request = environments_pb2.ListEnvironmentsRequest()
        reply = self._transport.call("ListEnvironments", request.SerializeToString())
        return [_info.environment(e) for e in environments_pb2.ListEnvironmentsResponse.FromString(reply).environments]

    def describe(self, environment: str, config: Mapping[str, Any] | None = None) -> _info.EnvironmentInfo:
        """One environment: its config's parameters, presets and biases, and its spaces under a config."""
        return _info.environment(self._describe(environment, config).environment)

    def check(self, environment: str, config: Mapping[str, Any] | None = None) -> _info.CheckedConfig:
        """What a config comes to, and what it turns on; print it.

        Raises InvalidArgument with every fault at once.
        """
        reply = self._describe(environment, config)
        values = _info.from_struct(reply.config)
        in_order = {p.name: values[p.name] for p in reply.environment.parameters if p.name in values}
        return _info.CheckedConfig(environment, in_order, tuple(reply.summary))

    def _describe(self, environment: str, config: Mapping[str, Any] | None) -> Any:
        request = environments_pb2.DescribeEnvironmentRequest(environment_id=environment)
        _info.fill_struct(request.config, config)
        reply = self._transport.call("DescribeEnvironment", request.SerializeToString())
        return environments_pb2.DescribeEnvironmentResponse.FromString(reply)

    def create(
        self,
        environment: str,
        config: Mapping[str, Any] | None = None,
        seed: int | None = None,
        lanes: int = 1,
        autoreset: str = "next_step",
        observations: Iterable[str] | None = None,
        labels: Mapping[str, str] | None = None,
        log: bool | str | None = None,
        durability: str | None = None,
        ground_truth: bool = False,
        idle_timeout: float | None = None,
        request_id: str | None = None,
    ) -> Simulation:
        """Opens a world with `lanes` users side by side; nothing is simulated before the first reset.

        `autoreset`: "next_step", "same_step" or "disabled", with Gymnasium's meaning. `observations`: names; None is
        the environment's own choice, an empty list means none. `log`: False for nothing, or which observations the
        log keeps: "none", "compact" or "full". `durability`: "synced" or "buffered". `idle_timeout`: closed after so
        many seconds without a call.
        """
        request = simulations_pb2.CreateRequest(
            environment_id=environment,
            lanes=_in_range("lanes", lanes, 1, (1 << 31) - 1),
            autoreset=_info.choice("autoreset", autoreset, _info.AUTORESET),
            labels=_labels(labels or {}),
            request_id=request_id or uuid.uuid4().hex,
            constants_once=True,
        )
        _info.fill_struct(request.config, config)
        if seed is not None:
            request.seed = _in_range("seed", seed, 0, (1 << 64) - 1)
        if observations is not None:
            if isinstance(observations, str):
                raise InvalidArgument(f"observations: {observations!r}; give a list of names")
            request.observations.extend(observations)
            request.no_observations = not request.observations
        _info.log_options(request.log, log, durability, ground_truth)
        if idle_timeout is not None:
            if not isinstance(idle_timeout, numbers.Real) or not abs(idle_timeout) <= _MOST_SECONDS:
                raise InvalidArgument(f"idle_timeout: {idle_timeout!r}; a number of seconds is needed")
            request.idle_timeout.FromNanoseconds(int(idle_timeout * 1e9))
        reply = simulations_pb2.CreateResponse.FromString(self._transport.call("Create", request.SerializeToString()))
        return Simulation(self._transport, _info.simulation(reply.simulation), tuple(reply.warnings))

    def simulations(self, labels: Mapping[str, str] | None = None) -> list[_info.SimulationInfo]:
        """The open simulations, or those that have all of these labels. Ids are shown to administrators only."""
        found: list[_info.SimulationInfo] = []
        request = simulations_pb2.ListRequest(labels=_labels(labels or {}))
        while True:
            reply = simulations_pb2.ListResponse.FromString(self._transport.call("List", request.SerializeToString()))
            found += [_info.simulation(s) for s in reply.simulations]
            if not reply.next_page_token:
                return found
            request.page_token = reply.next_page_token

    def attach(self, simulation_id: str) -> Simulation:
        """A simulation that is open already, to go on with it."""
        request = simulations_pb2.GetRequest(simulation_id=simulation_id)
        reply = simulations_pb2.GetResponse.FromString(self._transport.call("Get", request.SerializeToString()))
        return Simulation(self._transport, _info.simulation(reply.simulation))

    def close(self) -> None:
        """Closes the connection; simulations stay open on the server until they are closed or expire."""
        self._transport.close()

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes it."""
        self.close()

    def __repr__(self) -> str:
        """With the address."""
        return f"<recarena.Client {self.address}>"


def _in_range(name: str, value: int, low: int, high: int) -> int:
    try:
        number = operator.index(value)
    except TypeError:
        raise InvalidArgument(f"{name}: {value!r} is no integer") from None
    if not low <= number <= high:
        raise InvalidArgument(f"{name}: {number}; allowed are {low} to {high}")
    return number

"""RecSim's gym interface, played by a server: agents written for RecSim run unmodified.

Needs the package `gym`, whose spaces RecSim's agents expect; RecSim itself is not needed.
"""

from __future__ import annotations

import copy
import operator
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import gym
import numpy as np
from gym import spaces

from recarena._info import TensorSpec
from recarena._remote import Remote
from recarena._wire import Array
from recarena.errors import InvalidArgument

if TYPE_CHECKING:
    from typing_extensions import Self

    from recarena._simulation import Result

__all__ = ["RemoteRecSimEnv", "make"]

#: What RecSim's environments take by another name here.
_SEED = "seed"
#: Of RecSim's test decision process.
_STATES = 6
#: Of the signals, those that RecSim's responses have not; those of its test decision process are a reward alone.
_NOT_IN_RESPONSES = {"unclipped_engagement"}
_NOT_IN_RESPONSES_OF_PROCESS = {"click"}


def make(
    environment: str,
    env_config: Mapping[str, Any],
    *,
    address: str | None = None,
    token: str | None = None,
    labels: Mapping[str, str] | None = None,
    connect: Mapping[str, Any] | None = None,
    create: Mapping[str, Any] | None = None,
) -> RemoteRecSimEnv:
    """An environment such as "RecSim-InterestEvolution-v1" with the interface of RecSim's RecSimGymEnv.

    `env_config` is RecSim's own dictionary (`num_candidates`, `slate_size`, `resample_documents`, `seed`) with any
    other key of the environment. With `random="numpy"` and `global_seed`, the seed of `numpy.random`, it gives the
    reference's own numbers. Without an `address` a server is started on this machine. `connect` and `create` are more
    arguments for recarena.connect and Client.create.
    """
    return RemoteRecSimEnv(environment, env_config, address, token, labels, connect or {}, create or {})


class RemoteRecSimEnv(gym.Env):  # type: ignore[misc]  # the package has no types
    """RecSim's gym interface with its users on a server. Made by make. Copying it forks the simulation."""

    metadata: dict[str, Any] = {"render_modes": []}  # noqa: RUF012  # as in the base class

    def __init__(
        self,
        environment: str,
        env_config: Mapping[str, Any],
        address: str | None,
        token: str | None,
        labels: Mapping[str, str] | None,
        connection: Mapping[str, Any],
        create: Mapping[str, Any],
    ) -> None:
        """Opens a simulation of one lane."""
        config = {k: v.item() if isinstance(v, np.generic) else v for k, v in env_config.items() if k != _SEED}
        if int(config.get("num_users", 1)) != 1:
            raise InvalidArgument(f"env_config: num_users is {config['num_users']}; this interface takes one user")
        seed = env_config.get(_SEED)
        self._remote = Remote(
            environment,
            address,
            token,
            connection,
            config=config,
            seed=None if seed is None else int(seed),
            autoreset="disabled",
            labels=labels,
            **create,
        )
        info = self._remote.simulation.info
        self._slate_size = info.action.slate_size
        # Those that are not sent, too: they say which clusters there are.
        described = self._remote.client.describe(environment, info.config)
        self._specs = {spec.name: spec for spec in described.observations}
        #: Whether users and documents are a number each, that of a state and that of an action.
        self._is_process = not {"documents", "document_quality"} & set(self._specs)
        unknown = _NOT_IN_RESPONSES | (_NOT_IN_RESPONSES_OF_PROCESS if self._is_process else set())
        self._responses = [spec for spec in info.signals if spec.name not in unknown]
        self._ids: Sequence[str] = [str(number) for number in range(info.action.item_count)]
        self.action_space = spaces.MultiDiscrete(np.full(self._slate_size, info.action.item_count))

    @property
    def num_candidates(self) -> int:
        """How many documents there are to choose from."""
        return int(self._remote.simulation.info.action.item_count)

    @property
    def slate_size(self) -> int:
        """How many documents a slate has."""
        return self._slate_size

    @property
    def game_over(self) -> bool:
        """Always False, as in RecSim; the end of an episode is told by step."""
        return False

    @property
    def observation_space(self) -> Any:
        """A Dict of `user`, `doc` and `response`; `doc` has the ids of the present candidates."""
        response = spaces.Dict({spec.name: self._response_space(spec) for spec in self._responses})
        return spaces.Dict(
            {
                "user": self._user_space(),
                "doc": spaces.Dict({number: self._document_space() for number in self._ids}),
                "response": spaces.Tuple([response] * self._slate_size),
            }
        )

    def _user_space(self) -> Any:
        if "user" not in self._specs:
            return spaces.Box(shape=(0,), dtype=np.float32, low=0.0, high=np.inf)
        if self._is_process:
            return spaces.Discrete(_STATES)
        return _space(self._specs["user"], self._specs["user"].shape)

    def _response_space(self, spec: TensorSpec) -> Any:
        if spec.name == "cluster_id" and "document_cluster_id" in self._specs:
            spec = self._specs["document_cluster_id"]
        return _space(spec, spec.shape[1:])

    def _document_space(self) -> Any:
        if "documents" in self._specs:
            return _space(self._specs["documents"], self._specs["documents"].shape[1:], np.float32)
        if self._is_process:
            return _space(self._specs["document_cluster_id"], ())
        features = {"quality": "document_quality", "cluster_id": "document_cluster_id"}
        return spaces.Dict({k: _space(self._specs[v], self._specs[v].shape[1:]) for k, v in features.items()})

    def reset(self) -> dict[str, Any]:  # as in RecSim, which keeps to the gym of its time
        """The next user: `user`, `doc`, and None for `response`."""
        return {**self._seen(self._remote.simulation.reset()), "response": None}

    def step(self, action: Iterable[int]) -> tuple[dict[str, Any], float, bool, dict[str, Any]]:
        """Shows a slate of positions in `doc`; a short one where the environment allows that."""
        try:
            slate = [operator.index(position) for position in action]
        except TypeError:
            raise InvalidArgument(f"action: {action!r:.80}; it takes the positions of documents, integers") from None
        if len(slate) > self._slate_size:
            raise InvalidArgument(f"action: {len(slate)} documents; a slate has at most {self._slate_size}")
        result = self._remote.simulation.step([slate])
        signals = result.signals
        responses = tuple(
            {spec.name: _response(spec, signals[spec.name][0][slot]) for spec in self._responses}
            for slot in range(len(slate))
        )
        done = bool(result.terminated[0] or result.truncated[0])
        return {**self._seen(result), "response": responses}, float(result.rewards[0]), done, {"env": self}

    def _seen(self, result: Result) -> dict[str, Any]:
        seen = result.observations
        self._ids = [str(number) for number in seen["document_ids"][0].tolist()]
        user: Any = np.array(seen["user"][0]) if "user" in seen else np.array([])
        if self._is_process:
            user = int(user[0])
        return {"user": user, "doc": OrderedDict(zip(self._ids, self._documents(seen), strict=True))}

    def _documents(self, seen: Mapping[str, Any]) -> list[Any]:
        if "documents" in seen:
            return list(np.asarray(seen["documents"][0], np.float64))
        clusters = seen["document_cluster_id"][0].tolist()
        if self._is_process:
            return list(clusters)
        qualities = seen["document_quality"][0]
        return [{"quality": np.array(q), "cluster_id": c} for q, c in zip(qualities, clusters, strict=True)]

    def reset_metrics(self) -> None:
        """Sets RecSim's metrics back; here they come from the log."""

    def update_metrics(self, responses: Any, info: Any = None) -> None:
        """Does nothing: what RecSim's metrics are made of is in the log."""

    def write_metrics(self, add_summary_fn: Any) -> None:
        """Does nothing."""

    def close(self) -> None:
        """Closes the simulation; twice is fine."""
        self._remote.close()

    def __copy__(self) -> Self:
        """As deepcopy."""
        return copy.deepcopy(self)


def _space(spec: TensorSpec, shape: tuple[int, ...], dtype: Any = None) -> Any:
    kind = spec.dtype.kind
    if kind == "b" and not shape:
        return spaces.Discrete(2)
    if kind in "iu" and dtype is None and not shape and spec.minimum == 0 and spec.maximum is not None:
        return spaces.Discrete(int(spec.maximum) + 1)
    low = -np.inf if spec.minimum is None else spec.minimum
    high = np.inf if spec.maximum is None else spec.maximum
    return spaces.Box(low=low, high=high, shape=shape, dtype=dtype or np.float32)


def _response(spec: TensorSpec, value: Array) -> Any:
    return np.array(value) if spec.dtype.kind == "f" else int(value)

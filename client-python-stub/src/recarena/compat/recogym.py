"""RecoGym's environment interface, played by a server: RecoGym's own agents and evaluation run unmodified.

Needs the package `recogym`, whose agents, observations and logs it is made for.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.random import RandomState
from recogym import DefaultContext, Observation
from recogym.envs.abstract import AbstractEnv
from recogym.envs.features.time import DefaultTimeGenerator, NormalTimeGenerator
from recogym.envs.session import OrganicSessions

from recarena._client import connect
from recarena._remote import Remote
from recarena.errors import FailedPrecondition, InvalidArgument
from recarena.server import local_server

if TYPE_CHECKING:
    from typing_extensions import Self

    from recarena._simulation import Result

__all__ = ["RemoteRecoEnv", "make"]

#: Keys of RecoGym's arguments that mean something else to the server, or nothing.
_OWN_KEYS = {"time_generator", "random_seed", "agent"}
_CONFIG = {"deliver_organic_only": True}
_LOGGING_POLICY = -1
_SEEDS = 1 << 32


def make(
    environment: str,
    args: Mapping[str, Any],
    *,
    address: str | None = None,
    token: str | None = None,
    random: str = "numpy",
    labels: Mapping[str, str] | None = None,
    connect: Mapping[str, Any] | None = None,
    create: Mapping[str, Any] | None = None,
) -> RemoteRecoEnv:
    """RecoGym's environment "RecoGym-v0" or "RecoGym-v1" on a server, as `gym.make` and `init_gym(args)` make it.

    `args` is RecoGym's own dictionary, agents and time generators included; its `random_seed` is the seed. Keys that
    only the server knows, such as `faults`, may be there too, and keys that neither knows are for agents.
    `random="numpy"` gives the reference's own numbers, "streams" the server's. Without an `address` a server is started
    on this machine. `connect` and `create` are more arguments for recarena.connect and Client.create.
    """
    made = RemoteRecoEnv(environment, address, token, random, labels, connect or {}, create or {})
    made.init_gym(args)
    return made


class RemoteRecoEnv(AbstractEnv):  # type: ignore[misc]  # the package has no types
    """RecoGym's environment with its users on a server. Made by make.

    Copying it forks the simulation, as RecoGym's evaluation expects of a copy. With the reference's random numbers,
    everything that is drawn is drawn as the reference draws it, its built-in logging policy included.
    """

    def __init__(
        self,
        environment: str,
        address: str | None,
        token: str | None,
        random: str,
        labels: Mapping[str, str] | None,
        connection: Mapping[str, Any],
        create: Mapping[str, Any],
    ) -> None:
        """Nothing is opened before init_gym."""
        super().__init__()
        self._environment = environment
        self._where = (address or local_server().address, token, connection)
        self._random = random
        self._create = {"labels": labels, **create}
        self._remote: Remote | None = None
        self._seed: int | None = None
        self._ended = False

    def init_gym(self, args: Mapping[str, Any]) -> None:
        """Opens a simulation with RecoGym's arguments; one that was open is closed."""
        self.close()
        address, token, connection = self._where
        config = self._config(args)
        if "random_seed" not in args:
            raise InvalidArgument("args: random_seed is missing; RecoGym's own env_1_args have it")
        self._numpy = config["random"] == "numpy"
        self._remote = Remote(
            self._environment,
            address,
            token,
            connection,
            config=config,
            seed=int(args["random_seed"]),
            autoreset="disabled",
            observations=["views", "view_times", "time"],
            **self._create,
        )
        self._unit_steps = self._remote.simulation.info.config.get("time_generator") != "normal"
        # The server's config is complete; the reference fails over keys that are missing.
        complete = {k: v for k, v in self._remote.simulation.info.config.items() if k not in _OWN_KEYS}
        super().init_gym({**complete, **args})

    def _config(self, args: Mapping[str, Any]) -> dict[str, Any]:
        address, token, connection = self._where
        with connect(address, token=token, **connection) as client:
            known = {parameter.name for parameter in client.describe(self._environment).parameters}
        config = {name: _plain(value) for name, value in args.items() if name in known - _OWN_KEYS}
        config.update(_clock(args.get("time_generator")))
        config.setdefault("random", self._random)
        config.update(_CONFIG)
        if config["random"] == "numpy":
            config["logging_policy"] = True
        return config

    def set_static_params(self) -> None:
        """Does nothing: products and users are the server's."""

    def reset_random_seed(self, epoch: int = 0) -> None:
        """From the next reset on, users are those of the seed plus `epoch`; the products stay."""
        seed = int(self.config.random_seed) + epoch
        if not 0 <= seed < _SEEDS:
            raise InvalidArgument(f"random_seed: {seed}; allowed are 0 to 2^32 - 1")
        self._seed = seed
        #: Draws for the built-in logging policy, where the server's users have streams of their own.
        self.rng = RandomState(seed)

    def reset(self, user_id: int = 0) -> None:
        """The next user; what they did before the first recommendation comes with the first step."""
        self.first_step = True
        self._ended = False
        self.current_user_id = user_id
        self.current_time: int | float = 0
        if self.agent:
            self.agent.reset()

    def step(self, action_id: int | None) -> tuple[Any, int | None, bool, dict[str, Any]]:
        """The first step of a user takes None; the others take a product."""
        if self.first_step:
            if action_id is not None:
                raise InvalidArgument(f"action_id: {action_id!r}; a user's first step takes None")
            self.first_step = False
            seed, self._seed = self._seed, None
            result = self._simulation.reset(seeds=None if seed is None else [seed])
            return self._seen(result), None, self._ended, {}
        if action_id is None:
            raise InvalidArgument("action_id: None; only a user's first step takes it")
        return self._recommend(action_id, None)

    def _recommend(self, product: Any, propensity: float | None) -> tuple[Any, int, bool, dict[str, Any]]:
        if self._ended:
            return self._nothing(), 0, True, {}
        return self._shown(self._simulation.step([int(product)], propensity))

    def step_offline(self, observation: Any, reward: Any, done: bool) -> tuple[Any, ...]:
        """A step of the environment's own agent; without one, of a policy that takes every product alike."""
        if self.first_step:
            return (None, *self.step(None))
        if self.agent:
            action = self.agent.act(observation, reward, done)
            if done:
                return action, self._nothing(), 0, done, None
            return (action, *self._recommend(action["a"], _probability(action.get("ps"))))
        return self._step_uniformly(observation)

    def _step_uniformly(self, observation: Any) -> tuple[Any, ...]:
        products = self.config.num_products
        context = observation.context()
        left = self._ended
        if self._numpy:
            # Where the user has left, the reference draws once more and shows nothing; so does the server.
            result = self._simulation.step([_LOGGING_POLICY], 1.0 / products)
            product = result.signals["recommended"][0]
            shown = (self._nothing(), 0, True, {}) if left else self._shown(result)
        else:
            product = self.rng.choice(products)
            shown = self._recommend(product, 1.0 / products)
        action = {
            "t": context.time(),
            "u": context.user(),
            "a": np.int16(product),
            "ps": 1.0 / products,
            "ps-a": np.ones(products) / products if self.config.with_ps_all else (),
        }
        return (action, *shown)

    @property
    def _simulation(self) -> Any:
        if self._remote is None:
            raise FailedPrecondition("the environment is closed, or init_gym was not called")
        return self._remote.simulation

    def _shown(self, result: Result) -> tuple[Any, int, bool, dict[str, Any]]:
        click = int(result.signals["click"][0])
        return self._seen(result), click, self._ended, {}

    def _seen(self, result: Result) -> Any:
        """What the user did since the last recommendation."""
        seen = result.observations
        self._ended = bool(result.terminated[0] or result.truncated[0])
        self.current_time = self._time(seen["time"][0])
        sessions = OrganicSessions()
        for product, time in zip(seen["views"][0], seen["view_times"][0], strict=True):
            sessions.next(DefaultContext(self._time(time), self.current_user_id), np.int16(product))
        return Observation(DefaultContext(self.current_time, self.current_user_id), sessions)

    def _time(self, value: Any) -> int | float:
        return int(value) if self._unit_steps else float(value)

    def _nothing(self) -> Any:
        return Observation(DefaultContext(self.current_time, self.current_user_id), self.empty_sessions)

    def close(self) -> None:
        """Closes the simulation; twice is fine, and init_gym opens another one."""
        if self._remote is not None:
            self._remote.close()
            self._remote = None

    def __copy__(self) -> Self:
        """As deepcopy."""
        return copy.deepcopy(self)

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """A fork: both go on alike for as long as they are treated alike."""
        made = type(self).__new__(type(self))
        memo[id(self)] = made
        for name, value in vars(self).items():
            # How to connect is shared: credentials cannot be copied.
            setattr(made, name, value if name in ("_where", "_create") else copy.deepcopy(value, memo))
        return made


def _clock(generator: Any) -> dict[str, Any]:
    """The server's clock in place of RecoGym's object."""
    if isinstance(generator, str):
        return {"time_generator": generator}
    if generator is None or type(generator) is DefaultTimeGenerator:
        return {}
    if type(generator) is NormalTimeGenerator:
        return {
            "time_generator": "normal",
            "normal_time_mu": float(generator.normal_time_mu),
            "normal_time_sigma": float(generator.normal_time_sigma),
        }
    raise InvalidArgument(
        f"args: time_generator is a {type(generator).__name__}; the server has DefaultTimeGenerator and "
        "NormalTimeGenerator"
    )


def _probability(value: Any) -> float | None:
    """What an agent says of its choice, for the log, where that is a probability."""
    if isinstance(value, int | float | np.number) and 0 <= value <= 1:
        return float(value)
    return None


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value

"""Tianshou's vector environment, played by a server: one message for each step of all users.

Needs the package `tianshou` (2). Its policies read arrays, so name the observations that are no ragged ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from tianshou.data import Batch
from tianshou.env import BaseVectorEnv

from recarena._wire import Array
from recarena.compat._vectors import open_lanes
from recarena.errors import InvalidArgument

__all__ = ["RecArenaVenv"]


class RecArenaVenv(BaseVectorEnv):  # type: ignore[misc]  # the package may be missing where this is checked
    """Many users side by side, as Tianshou's collectors take them: `Collector(algorithm, env).collect(n_step=...)`.

    The arguments are those of recarena.gym.RecArenaVectorEnv, autoreset excepted, which is Tianshou's own. Observations
    are a Batch with an array [lanes, ...] for each name. What was measured in the last step is `envs.result.signals`.

    A step is one of all lanes. Collecting by episodes (`n_episode`) leaves lanes out towards its end, and is refused:
    the log would have recommendations in them that the policy never made. For that, give Tianshou's DummyVectorEnv a
    recarena.gym.RecArenaEnv for each user.
    """

    def __init__(self, environment: str, num_envs: int = 1, **arguments: Any) -> None:
        """Opens a simulation of `num_envs` lanes."""
        self.is_closed = True  # until there is something to close
        self.envs = open_lanes(environment, num_envs, "Tianshou's buffers", arguments)
        self.env_num = num_envs
        self.is_async = False
        self.is_closed = False
        self._seed: int | Sequence[int | None] | None = None
        # A step that ends an episode brings the next one's first observations, and Tianshou asks for these afterwards.
        self._begun = np.zeros(num_envs, bool)
        self._first: dict[str, Array] = {}

    def reset(self, env_id: int | Sequence[int] | Array | None = None, **kwargs: Any) -> tuple[Batch, Array]:
        """The next user in every lane, or in those of `env_id`.

        `seed=s` gives lane i the first user of seed s + i, and of a sequence its own. It and that of `seed()` are for
        resets of every lane.
        """
        seed, self._seed = kwargs.pop("seed", self._seed), None
        lanes = self._lanes(env_id)
        begun = bool(self._begun[lanes].all()) and seed is None
        if begun and env_id is not None:
            observations = {name: values[lanes] for name, values in self._first.items()}
        else:
            mask = np.isin(np.arange(self.env_num), lanes)
            if seed is not None and not mask.all():
                raise InvalidArgument("seed: for resets of every lane; this one is of some")
            options = {**(kwargs.pop("options", None) or {}), **({} if mask.all() else {"reset_mask": mask})}
            reset, _ = self.envs.reset(seed=seed, options=options, **kwargs)
            observations = {name: np.array(values[lanes]) for name, values in reset.items()}
        self._begun[lanes] = False
        return Batch(observations), self._infos(lanes)

    def step(
        self, action: Any, id: int | Sequence[int] | Array | None = None
    ) -> tuple[Batch, Array, Array, Array, Array]:
        """Recommends in every lane; where an episode ended, observations are its last."""
        lanes = self._lanes(id)
        if not np.array_equal(lanes, np.arange(self.env_num)):
            raise InvalidArgument(
                f"id: {len(lanes)} of {self.env_num} lanes, but all step together; collect with n_step, or use "
                "Tianshou's DummyVectorEnv with a RecArenaEnv for each user"
            )
        observations, rewards, terminated, truncated, _ = self.envs.step(np.asarray(action))
        self._begun = terminated | truncated
        ended = np.flatnonzero(self._begun)
        if len(ended):
            self._first = {name: np.array(values) for name, values in observations.items()}
            assert self.envs.result is not None
            for name, last in self.envs.result.final.observations.items():
                observations[name] = np.array(observations[name])
                observations[name][ended] = last
        return Batch(observations), rewards, terminated, truncated, self._infos(lanes)

    def seed(self, seed: int | Sequence[int | None] | None = None) -> list[list[int] | None]:
        """The next reset of every lane begins with the users of these seeds, lane i with seed + i."""
        self._seed = seed
        if seed is None:
            return [None] * self.env_num
        seeds = [seed + i for i in range(self.env_num)] if isinstance(seed, int) else seed
        return [None if value is None else [value] for value in seeds]

    def get_env_attr(self, key: str, id: int | Sequence[int] | Array | None = None) -> list[Any]:
        """The attribute, which all lanes share; a lane's spaces are its own."""
        name = {"action_space": "single_action_space", "observation_space": "single_observation_space"}.get(key, key)
        return [getattr(self.envs, name)] * len(self._lanes(id))

    def set_env_attr(self, key: str, value: Any, id: int | Sequence[int] | Array | None = None) -> None:
        """Sets the attribute, for all lanes."""
        setattr(self.envs, key, value)

    def render(self, **kwargs: Any) -> list[Any]:
        """Text or pictures of the lanes, by the environment's render_mode."""
        return list(self.envs.render() or ())

    def close(self) -> None:
        """Closes the simulation; twice is fine."""
        self.is_closed = True
        self.envs.close()

    def _lanes(self, chosen: int | Sequence[int] | Array | None) -> Array:
        return np.arange(self.env_num) if chosen is None else np.atleast_1d(np.asarray(chosen))

    def _infos(self, lanes: Array) -> Array:
        return np.array([{"env_id": lane} for lane in lanes.tolist()], dtype=object)

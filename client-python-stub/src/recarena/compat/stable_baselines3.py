"""Stable-Baselines3's vector environment, played by a server: one message for each step of all users.

Needs the package `stable-baselines3`. Its policies read arrays, so name the observations that are no ragged ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from stable_baselines3.common.vec_env import VecEnv

from recarena._wire import Array
from recarena.compat._vectors import open_lanes

__all__ = ["RecArenaVecEnv"]


class RecArenaVecEnv(VecEnv):  # type: ignore[misc]  # the package may be missing where this is checked
    """Many users side by side, as `PPO("MultiInputPolicy", env)` takes them.

    The arguments are those of recarena.gym.RecArenaVectorEnv, autoreset excepted, which is SB3's own. While the policy
    learns from a step, or chooses, the server plays: `step_async` and `step_wait` are `send` and `recv`.
    """

    def __init__(self, environment: str, num_envs: int = 1, **arguments: Any) -> None:
        """Opens a simulation of `num_envs` lanes."""
        self.envs = open_lanes(environment, num_envs, "SB3's policies", arguments)
        self._seeds: Any = None
        self.render_mode = self.envs.render_mode
        super().__init__(num_envs, self.envs.single_observation_space, self.envs.single_action_space)

    def seed(self, seed: int | None = None) -> Sequence[int | None]:
        """The next reset begins with the users of these seeds, lane i with seed + i."""
        self._seeds = seed
        return [None if seed is None else seed + i for i in range(self.num_envs)]

    def reset(self) -> Any:
        """The next user in every lane."""
        seed, self._seeds = self._seeds, None
        return self.envs.reset(seed=seed)[0]

    def step_async(self, actions: Array) -> None:
        """Recommends, and does not wait."""
        self.envs.send(actions)

    def step_wait(self) -> tuple[Any, Array, Array, list[dict[str, Any]]]:
        """What the recommendations led to."""
        observations, rewards, terminated, truncated, infos = self.envs.recv()
        ended = terminated | truncated
        told: list[dict[str, Any]] = [{} for _ in range(self.num_envs)]
        for lane in np.flatnonzero(ended).tolist():
            told[lane]["terminal_observation"] = infos["final_obs"][lane]
            told[lane]["TimeLimit.truncated"] = bool(truncated[lane] and not terminated[lane])
        return observations, rewards.astype(np.float32), ended, told

    def close(self) -> None:
        """Closes the simulation; twice is fine."""
        self.envs.close()

    def action_masks(self) -> Array:
        """Which items can be recommended, a row for each lane, for sb3-contrib."""
        return self.envs.action_masks()

    def get_images(self) -> Sequence[Array | None]:
        """Pictures of the lanes, with render_mode "rgb_array"."""
        return list(self.envs.render() or ())

    def get_attr(self, attr_name: str, indices: Any = None) -> list[Any]:
        """The attribute, which all lanes share."""
        return [getattr(self, attr_name)] * len(list(self._get_indices(indices)))

    def set_attr(self, attr_name: str, value: Any, indices: Any = None) -> None:
        """Sets the attribute, for all lanes."""
        setattr(self, attr_name, value)

    def env_method(self, method_name: str, *args: Any, indices: Any = None, **kwargs: Any) -> list[Any]:
        """Calls a method that all lanes share, once."""
        result = getattr(self, method_name)(*args, **kwargs)
        lanes = list(self._get_indices(indices))
        whole = isinstance(result, np.ndarray) and len(result) == self.num_envs
        return [result[lane] if whole else result for lane in lanes]

    def env_is_wrapped(self, wrapper_class: type[Any], indices: Any = None) -> list[bool]:
        """Lanes are not wrapped one by one."""
        return [False] * len(list(self._get_indices(indices)))

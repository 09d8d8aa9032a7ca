"""Gymnasium environments: one user at a time, or many side by side with one message for each step of all of them.

`gymnasium.make("recarena:recarena/RecoGym-v1")` and `gymnasium.make_vec("recarena:recarena/RecoGym-v1", num_envs=64)`
start a server of their own unless `address` names a running one.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

try:
    import gymnasium
except ModuleNotFoundError as missing:
    raise ModuleNotFoundError(
        "recarena.gym needs Gymnasium, which is not installed: pip install 'recarena[gymnasium]'"
    ) from missing
import numpy as np
import numpy.typing as npt
from gymnasium import spaces
from gymnasium.utils import seeding
from gymnasium.vector import AutoresetMode, VectorEnv
from gymnasium.vector.utils import batch_space

from recarena import _render
from recarena._info import SimulationInfo
from recarena._remote import Remote
from recarena._simulation import Propensities, Result, Simulation
from recarena._spaces import RaggedSpace, SlateSpace, action_mask, action_space, flat_mask, observation_space
from recarena._wire import Array, Ragged
from recarena.errors import FailedPrecondition, InvalidArgument

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = [
    "RaggedSpace",
    "RecArenaEnv",
    "RecArenaVectorEnv",
    "SlateSpace",
    "action_mask",
    "action_space",
    "flat_mask",
    "observation_space",
]

Info = dict[str, Any]

_MAX_SEED = 1 << 32


class _Remote(Remote):
    """The simulation behind an environment, and what was said of the next step."""

    propensities: Any = None
    labels: Mapping[str, str] | None = None

    @property
    def info(self) -> SimulationInfo:
        return self.simulation.info

    def actions(self, given: Any) -> Array:
        """Checked, and in the shape of a step's."""
        return self.simulation._actions.array(given)

    def step(self, actions: Array) -> Result:
        return self.simulation.step(actions, *self._said())

    def send(self, actions: Array) -> None:
        self.simulation.send(actions, *self._said())

    def _said(self) -> tuple[Any, Mapping[str, str] | None]:
        said = self.propensities, self.labels
        self.propensities = self.labels = None
        return said


class RecArenaEnv(gymnasium.Env[dict[str, Any], Any]):
    """One simulated user after another.

    `seed` fixes the world, `reset(seed=...)` the user: lane i of a vector environment that was reset with s is this
    environment reset with s + i. `info` holds the step's signals by name, and `episode_number`,
    which counts from the last reset with a seed; `result` is the whole answer, the log's episode number included.
    """

    metadata: dict[str, Any] = {  # noqa: RUF012  # as in the base class
        "render_modes": list(_render.MODES),
        "render_fps": _render.FPS,
    }

    def __init__(
        self,
        environment: str,
        *,
        address: str | None = None,
        token: str | None = None,
        config: Mapping[str, Any] | None = None,
        seed: int = 0,
        observations: Iterable[str] | None = None,
        labels: Mapping[str, str] | None = None,
        render_mode: str | None = None,
        connect: Mapping[str, Any] | None = None,
        create: Mapping[str, Any] | None = None,
    ) -> None:
        """Opens a simulation of one lane.

        `environment` is an id of the server's catalogue. Without an `address` a server is started on this machine.
        `connect` and `create` are more arguments for recarena.connect and Client.create.
        """
        _render.check_mode(render_mode)
        self._remote = _Remote(
            environment,
            address,
            token,
            connect or {},
            config=config,
            seed=seed,
            lanes=1,
            autoreset="disabled",
            observations=observations,
            labels=labels,
            **(create or {}),
        )
        info = self._remote.info
        self.render_mode = render_mode
        self.action_space = action_space(info.action)
        self.observation_space = observation_space(info.observations)
        self._scalars = {
            name: isinstance(space, spaces.Discrete) for name, space in self.observation_space.spaces.items()
        }
        self._signals = [s.name for s in info.signals]
        self._first_episode = -1
        #: The answer to the last reset or step.
        self.result: Result | None = None
        self._components = info.rewards if len(info.rewards) > 1 else ()
        self._shown: Array | None = None

    @property
    def simulation(self) -> Simulation:
        """The simulation behind it, with the oracle."""
        return self._remote.simulation

    def set_propensities(self, propensities: npt.ArrayLike | Propensities | Mapping[str, npt.ArrayLike]) -> None:
        """With which probability the next action was chosen, for the log: a number, or as Simulation.step takes it."""
        self._remote.propensities = propensities

    def set_labels(self, labels: Mapping[str, str]) -> None:
        """Labels that hold from the next step on."""
        self._remote.labels = labels

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[dict[str, Any], Info]:
        """The next user, or with a seed the first one of that seed."""
        super().reset(seed=seed)
        labels = (options or {}).get("labels")
        result = self._remote.simulation.reset(seeds=None if seed is None else [int(seed)], labels=labels)
        self.result = result
        if seed is not None or self._first_episode < 0:
            self._first_episode = int(result.episodes[0])
        self._shown = None
        info: Info = {
            "episode_number": int(result.episodes[0]) - self._first_episode,
            "unseen_episodes": result.unseen_episodes,
            "action_mask": action_mask(self._remote.info.action),
        }
        if result.terminated[0] or result.truncated[0]:
            # Only with a config that delivers users who leave before a recommendation.
            info["ended_at_reset"] = True
        return self._observation(result), info

    def step(self, action: Any) -> tuple[dict[str, Any], float, bool, bool, Info]:
        """Recommends an item, or a slate."""
        actions = self._remote.actions([action])
        result = self._remote.step(actions)
        self.result = result
        self._shown = actions
        signals = result.signals
        info: Info = {name: _own(signals[name][0]) for name in self._signals}
        info["episode_number"] = int(result.episodes[0]) - self._first_episode
        info["action_mask"] = action_mask(self._remote.info.action)
        rewards = result.rewards[0]
        if self._components:
            info["rewards"] = np.array(rewards)
            rewards = rewards.sum()
        return (
            self._observation(result),
            float(rewards),
            bool(result.terminated[0]),
            bool(result.truncated[0]),
            info,
        )

    def action_masks(self) -> npt.NDArray[np.bool_]:
        """Which items can be recommended now, slot after slot: all of them. For agents that mask their actions."""
        return flat_mask(self._remote.info.action)

    def render(self) -> Any:
        """The last recommendation and what the user did: text, or a picture [height, width, 3] of uint8."""
        if self.render_mode is None:
            return None
        if self.result is None:
            raise FailedPrecondition("nothing was reset yet, so there is nothing to render")
        return _render.lane(self.render_mode, self._remote.info, self.result, self._shown, 0)

    def close(self) -> None:
        """Closes the simulation; twice is fine."""
        self._remote.close()

    def __copy__(self) -> Self:
        """As deepcopy: a fork, which goes on alike for as long as both are treated alike."""
        return copy.deepcopy(self)

    def _observation(self, result: Result) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for name, values in result.observations.items():
            row = values[0]
            if self._scalars[name]:
                made[name] = np.int64(row)
            else:
                made[name] = np.array(row)
        return made


def _own(value: Any) -> Any:
    return np.array(value) if isinstance(value, np.ndarray) else value


class RecArenaVectorEnv(VectorEnv[dict[str, Any], Any, Array]):
    """Many simulated users side by side: one message to the server for each step of all of them.

    Observations are a dict of arrays [num_envs, ...]; ragged ones are a tuple with an array for each lane, as
    Gymnasium has it, or with `ragged=True` a recarena.Ragged, which is faster. Observations that stay the same for the
    life of the environment (`simulation.info.constants`) are read-only. `infos` hold the signals and `episode_number`,
    each with its mask.
    """

    def __init__(
        self,
        environment: str,
        num_envs: int = 1,
        *,
        address: str | None = None,
        token: str | None = None,
        config: Mapping[str, Any] | None = None,
        seed: int = 0,
        observations: Iterable[str] | None = None,
        labels: Mapping[str, str] | None = None,
        autoreset_mode: AutoresetMode | str = AutoresetMode.NEXT_STEP,
        ragged: bool = False,
        render_mode: str | None = None,
        connect: Mapping[str, Any] | None = None,
        create: Mapping[str, Any] | None = None,
    ) -> None:
        """Opens a simulation of `num_envs` lanes; the other arguments are those of RecArenaEnv."""
        _render.check_mode(render_mode)
        mode = _mode(autoreset_mode)
        self._mode = mode
        self._remote = _Remote(
            environment,
            address,
            token,
            connect or {},
            config=config,
            seed=seed,
            lanes=num_envs,
            autoreset=_MODES[mode],
            observations=observations,
            labels=labels,
            **(create or {}),
        )
        info = self._remote.info
        self.metadata = {
            "render_modes": list(_render.MODES),
            "render_fps": _render.FPS,
            "autoreset_mode": mode,
        }
        self.render_mode = render_mode
        self.num_envs = num_envs
        self.single_action_space = action_space(info.action)
        self.single_observation_space = observation_space(info.observations)
        self.action_space = batch_space(self.single_action_space, num_envs)
        self.observation_space = batch_space(self.single_observation_space, num_envs)
        self._scalars = {
            name for name, space in self.single_observation_space.spaces.items() if isinstance(space, spaces.Discrete)
        }
        self._ragged = ragged
        self._first_episodes: Array | None = None
        #: The answer to the last reset or step.
        self.result: Result | None = None
        self._components = len(info.rewards) > 1
        self._ended = np.zeros(num_envs, bool)
        self._all = np.ones(num_envs, bool)
        mask = np.asarray(action_mask(info.action))
        # Read-only and one row in memory, whatever the number of lanes.
        self._masks = np.broadcast_to(mask, (num_envs, *mask.shape))
        self._shown: Array | None = None

    @property
    def simulation(self) -> Simulation:
        """The simulation behind it, with the oracle."""
        return self._remote.simulation

    def set_propensities(self, propensities: npt.ArrayLike | Propensities | Mapping[str, npt.ArrayLike]) -> None:
        """With which probabilities the next actions were chosen, for the log; as Simulation.step takes them."""
        self._remote.propensities = propensities

    def set_labels(self, labels: Mapping[str, str]) -> None:
        """Labels that hold from the next step on."""
        self._remote.labels = labels

    def reset(
        self,
        *,
        seed: int | Sequence[int | None] | None = None,
        options: dict[str, Any] | None = None,
    ) -> tuple[dict[str, Any], Info]:
        """The next user in every lane, or in those of `options["reset_mask"]`.

        With an integer s lane i gets the first user of seed s + i; with a sequence, of its own seed (None: a drawn
        one).
        """
        if isinstance(seed, int | np.integer):
            super().reset(seed=int(seed))
            seeds: list[int] | None = [int(seed) + i for i in range(self.num_envs)]
        elif seed is None:
            seeds = None
        else:
            if len(seed) != self.num_envs:
                raise InvalidArgument(f"seed: {len(seed)} seeds for {self.num_envs} environments")
            given = next((int(s) for s in seed if s is not None), None)
            if given is None:
                seeds = None
            else:
                self._np_random, self._np_random_seed = seeding.np_random(given)
                seeds = [int(self.np_random.integers(_MAX_SEED)) if s is None else int(s) for s in seed]
        options = options or {}
        mask = options.get("reset_mask")
        if mask is not None:
            mask = _checked_mask(mask, self.num_envs)
            self._ended &= ~mask
        else:
            self._ended = np.zeros(self.num_envs, bool)
        result = self._remote.simulation.reset(mask, seeds, options.get("labels"))
        self.result = result
        active = np.array(result.active)
        if self._first_episodes is None:
            self._first_episodes = result.episodes.copy()
        elif seeds is not None:
            self._first_episodes = np.where(active, result.episodes, self._first_episodes)
        self._shown = None
        infos: Info = {"episode_number": result.episodes - self._first_episodes, "_episode_number": active}
        infos["action_mask"], infos["_action_mask"] = self._masks, active
        ended = result.terminated | result.truncated
        if ended.any():
            infos["ended_at_reset"], infos["_ended_at_reset"] = ended, active
        return self._batch(result.observations), infos

    def step(self, actions: Any) -> tuple[dict[str, Any], Array, Array, Array, Info]:
        """Recommends an item, or a slate, in every lane."""
        self._shown = self._remote.actions(actions)
        return self._stepped(self._remote.step(self._shown))

    def send(self, actions: Any) -> None:
        """The first half of a step, which does not wait: until recv, the server and the caller work side by side."""
        self._shown = self._remote.actions(actions)
        self._remote.send(self._shown)

    def recv(self) -> tuple[dict[str, Any], Array, Array, Array, Info]:
        """The second half: what the step that was sent answers with, as step does."""
        return self._stepped(self._remote.simulation.recv())

    def action_masks(self) -> npt.NDArray[np.bool_]:
        """Which items can be recommended now, a row for each lane, slot after slot: all of them."""
        flat = flat_mask(self._remote.info.action)
        return np.broadcast_to(flat, (self.num_envs, flat.size))

    def render(self) -> tuple[Any, ...] | None:
        """For each lane the last recommendation and what the user did, as RecArenaEnv.render."""
        if self.render_mode is None:
            return None
        if self.result is None:
            raise FailedPrecondition("nothing was reset yet, so there is nothing to render")
        result, shown = self.result, self._shown
        return tuple(
            _render.lane(self.render_mode, self._remote.info, result, shown, lane) for lane in range(self.num_envs)
        )

    def __copy__(self) -> Self:
        """As deepcopy: a fork, which goes on alike for as long as both are treated alike."""
        return copy.deepcopy(self)

    def _stepped(self, result: Result) -> tuple[dict[str, Any], Array, Array, Array, Info]:
        terminated, truncated = np.array(result.terminated), np.array(result.truncated)
        ended = terminated | truncated
        # After an end in NEXT_STEP the lane only began its next episode.
        played = ~self._ended if self._mode is AutoresetMode.NEXT_STEP else self._all
        self.result = result
        numbers = result.episodes - (0 if self._first_episodes is None else self._first_episodes)
        infos: Info = {"episode_number": numbers, "_episode_number": self._all.copy()}
        infos["action_mask"], infos["_action_mask"] = self._masks, self._all
        for name, values in result.signals.items():
            infos[name], infos[f"_{name}"] = np.array(values), played.copy()
        rewards = np.array(result.rewards)
        if self._components:
            infos["rewards"], infos["_rewards"] = rewards, played.copy()
            rewards = rewards.sum(axis=1)
        if self._mode is AutoresetMode.SAME_STEP and ended.any():
            self._add_final(infos, result, ended)
        self._ended = ended
        return self._batch(result.observations), rewards, terminated, truncated, infos

    def close_extras(self, **kwargs: Any) -> None:
        """Closes the simulation."""
        remote = getattr(self, "_remote", None)
        if remote is not None:
            remote.close()

    def _add_final(self, infos: Info, result: Result, ended: Array) -> None:
        final = result.final
        columns: list[Any] = []
        for name, values in final.observations.items():
            if name in self._scalars:
                columns.append([np.int64(value) for value in values])
            elif isinstance(values, Ragged):
                columns.append(Ragged(values.values.copy(), values.offsets))
            else:
                columns.append(np.array(values))
        observations = np.empty(self.num_envs, object)  # of None
        names = list(final.observations)
        for lane, row in zip(final.lanes.tolist(), zip(*columns, strict=True), strict=True):
            observations[lane] = dict(zip(names, row, strict=True))
        last: Info = {}
        for name in list(infos):
            if not name.startswith("_"):
                last[name], last[f"_{name}"] = infos[name].copy(), ended.copy()
        infos["final_obs"], infos["_final_obs"] = observations, ended.copy()
        infos["final_info"], infos["_final_info"] = last, ended.copy()

    def _batch(self, observations: Mapping[str, Array | Ragged]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for name, values in observations.items():
            if name in self._remote.info.constants:
                made[name] = values
            elif not isinstance(values, Ragged):
                made[name] = np.array(values)
            elif self._ragged:
                made[name] = values
            else:
                own = Ragged(values.values.copy(), values.offsets)
                made[name] = tuple(own)
        return made


_MODES = {
    AutoresetMode.NEXT_STEP: "next_step",
    AutoresetMode.SAME_STEP: "same_step",
    AutoresetMode.DISABLED: "disabled",
}


def _mode(given: AutoresetMode | str) -> AutoresetMode:
    if isinstance(given, AutoresetMode):
        return given
    for mode, name in _MODES.items():
        if str(given).lower() in (name, mode.value.lower()):
            return mode
    raise InvalidArgument(f"autoreset_mode: {given!r}; allowed are {', '.join(_MODES.values())}")


def _checked_mask(mask: Any, count: int) -> npt.NDArray[np.bool_]:
    if not isinstance(mask, np.ndarray) or mask.dtype != np.bool_:
        raise TypeError(f"options['reset_mask'] must be a numpy array of bool, not {mask!r}")
    if mask.shape != (count,) or not mask.any():
        raise ValueError(f"options['reset_mask'] must have shape ({count},) and at least one True; it is {mask!r}")
    return mask

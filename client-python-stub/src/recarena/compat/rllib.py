"""RLlib's environment runners, each with many users of one server.

    ray.tune.register_env("recarena", recarena.compat.rllib.make)
    config.environment("recarena", env_config={"environment": "RecoGym-v1", "address": "arena:50051"})
    config.env_runners(num_envs_per_env_runner=64, gym_env_vectorize_mode="vector_entry_point")

Needs nothing of RLlib itself, so that it can be imported without.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from recarena.errors import InvalidArgument
from recarena.gym import Info, RecArenaVectorEnv

__all__ = ["RecArenaRunnerEnv", "make"]


class RecArenaRunnerEnv(RecArenaVectorEnv):
    """A vector environment whose users are no other runner's, though all of them share a world.

    RLlib gives its runners seeds that follow on each other (`config.debugging(seed=...)`), and Gymnasium gives the
    lanes of a vector seeds that follow on its own: lane 1 of one runner would have the users of lane 0 of the next.
    Here the lanes' seeds are drawn from the runner's, and without one from the machine's entropy.
    """

    def reset(
        self, *, seed: int | Sequence[int | None] | None = None, options: dict[str, Any] | None = None
    ) -> tuple[dict[str, Any], Info]:
        """The next user in every lane; with a seed, and the first time, users of seeds that are drawn."""
        if isinstance(seed, int | np.integer) or (seed is None and self.result is None):
            drawn = np.random.SeedSequence(None if seed is None else int(seed))
            seed = drawn.generate_state(self.num_envs, np.uint64).tolist()
        return super().reset(seed=seed, options=options)


def make(context: Mapping[str, Any]) -> RecArenaRunnerEnv:
    """For ray.tune.register_env: the vector environment of one runner.

    `context` is the `env_config` of the algorithm: `environment`, and the other arguments of RecArenaVectorEnv by their
    names. RLlib adds the number of lanes itself, where its runners vectorize by "vector_entry_point".
    """
    arguments = dict(context)
    if "num_envs" not in arguments:
        raise InvalidArgument(
            "num_envs: missing, as RLlib asks for one environment; ask for vectors with "
            'config.env_runners(gym_env_vectorize_mode="vector_entry_point")'
        )
    if "environment" not in arguments:
        raise InvalidArgument('env_config: no "environment"; give the id of one, such as "RecoGym-v1"')
    return RecArenaRunnerEnv(**arguments)

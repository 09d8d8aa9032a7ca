"""What the vector environments of other packages begin with."""

from __future__ import annotations

from typing import Any

from recarena.errors import InvalidArgument
from recarena.gym import RaggedSpace, RecArenaVectorEnv


def open_lanes(environment: str, lanes: int, taker: str, arguments: dict[str, Any]) -> RecArenaVectorEnv:
    """A simulation whose lanes go on by themselves; InvalidArgument where an observation is ragged.

    The arguments are those of RecArenaVectorEnv. `taker` is what takes the observations, for the message.
    """
    envs = RecArenaVectorEnv(environment, lanes, autoreset_mode="same_step", **arguments)
    spaces: Any = envs.single_observation_space
    ragged = [name for name, space in spaces.spaces.items() if isinstance(space, RaggedSpace)]
    if ragged:
        envs.close()
        raise InvalidArgument(
            f"observations: {', '.join(ragged)} vary in length, which {taker} do not take; name others, "
            'such as observations=["view_counts"]'
        )
    return envs

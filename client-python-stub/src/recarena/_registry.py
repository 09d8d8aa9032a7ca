"""The environments that Gymnasium knows after `import recarena`."""

from __future__ import annotations

#: Ids of the server's catalogue; Gymnasium has them as recarena/ID. Add new environments here.
ENVIRONMENTS = (
    "RecArena-Session-v1",
    "RecoGym-v0",
    "RecoGym-v1",
    "RecSim-ChocKale-v1",
    "RecSim-InterestEvolution-v1",
    "RecSim-InterestExploration-v1",
    "RecSim-LongTermSatisfaction-v1",
    "RecSim-TestMdp-v1",
)

NAMESPACE = "recarena"


def register() -> None:
    """Registers the environments, where Gymnasium is installed."""
    try:
        import gymnasium
    except ImportError:
        return
    for environment in ENVIRONMENTS:
        identifier = f"{NAMESPACE}/{environment}"
        if identifier not in gymnasium.registry:
            gymnasium.register(
                id=identifier,
                entry_point="recarena.gym:RecArenaEnv",
                vector_entry_point="recarena.gym:RecArenaVectorEnv",
                kwargs={"environment": environment},
            )

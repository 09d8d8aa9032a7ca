"""RecoGym and RecSim as they come from PyPI, which these tests hold the adaptors against.

They need NumPy 1 and old companions, so `run-tests.sh` gives them a virtual environment of their own; elsewhere they
are skipped.
"""

import os
import sys
import types

import numpy as np
import pytest


class _Absent(types.ModuleType):
    """A module, or a name in it, that can be imported and derived from and does nothing."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {"__init__": lambda self, *args, **kwargs: None})


def _without_torch():
    """RecoGym imports PyTorch, gigabytes of it, with all its agents; those that need it are not tested here."""
    try:
        import torch  # noqa: F401
    except ImportError:
        parts = ("torch.nn", "torch.optim", "torch.sparse", "torch.nn.functional")
        absent = {name: _Absent(name) for name in ("torch", *parts)}
        for name in parts:
            parent, _, child = name.rpartition(".")
            setattr(absent[parent], child, absent[name])
        sys.modules.update(absent)


_without_torch()
if not hasattr(np, "float"):
    np.float = float  # gone since NumPy 1.24; RecoGym says it still
collect_ignore = []
try:
    import recogym  # noqa: F401
    import recsim  # noqa: F401
except ImportError:
    if os.environ.get("RECARENA_PEERS") == "true":
        raise  # nobody reads what was skipped where they should be
    collect_ignore = [
        "test_recogym.py",
        "test_recogym_configs.py",
        "test_recsim.py",
        "test_recsim_configs.py",
        "test_recsim_small.py",
    ]


@pytest.fixture(scope="session")
def address(server):
    return server.address

"""Learners as they come from PyPI, each with its example, which has to beat chance.

They need PyTorch, which is gigabytes, so `run-tests.sh` gives them a virtual environment of their own, in CI or where
RECARENA_LEARNERS is true; elsewhere they are skipped.
"""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
NEEDED = ("torch", "stable_baselines3", "ray")
NEW_ENOUGH = sys.version_info >= (3, 11)  # for Tianshou
missing = [name for name in (*NEEDED, *(["tianshou"] if NEW_ENOUGH else [])) if find_spec(name) is None]
if missing and os.environ.get("RECARENA_LEARNERS") == "true":
    raise ImportError(f"not installed: {missing}")  # nobody reads what was skipped where they should be
collect_ignore_glob = ["test_*.py"] if missing else [] if NEW_ENOUGH else ["test_tianshou.py"]


@pytest.fixture
def run_example(server):
    """Runs an example as its page says, against the tests' server, and returns what it printed."""

    def run(path, *arguments, **environment):
        done = subprocess.run(
            [sys.executable, ROOT / path, "--address", server.address, *arguments],
            env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
            capture_output=True,
            text=True,
        )
        print(done.stdout, done.stderr)
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        return done.stdout

    return run

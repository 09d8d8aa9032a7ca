"""The examples run, and learn."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[1] / "examples"


def python_with_torch():
    """An interpreter that has the package and torch: RECARENA_TORCH_PYTHON, or this one.

    torch is not among what the tests install, for it takes gigabytes from PyPI on most machines; Debian's python3-torch
    takes less.
    """
    for python in (os.environ.get("RECARENA_TORCH_PYTHON"), sys.executable):
        if python and subprocess.run([python, "-c", "import torch, recarena.gym"], capture_output=True).returncode == 0:
            return python
    pytest.skip(
        "the SlateQ example needs torch, and it is not installed (RECARENA_TORCH_PYTHON may name a Python with it)"
    )


def test_slateq_learns(server):
    """Random slates return 160.5 on average and the most interesting ones 168.8; the standard error here is below 1."""
    python = python_with_torch()
    command = [python, EXAMPLES / "slateq.py", "--address", server.address, "--steps", "2000"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    print(said)
    first, last = map(float, re.search(r"first quarter ([\d.]+), of the last ([\d.]+)", said).groups())
    assert first < last
    assert last > 175

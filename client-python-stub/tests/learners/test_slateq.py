"""SlateQ in PyTorch."""

import re


def test_slateq_learns(run_example):
    """Random slates return 160.5 on average and the most interesting ones 168.8; the standard error here is below 1."""
    said = run_example("client-python-stub/examples/slateq.py", "--steps", "2000")
    first, last = map(float, re.search(r"first quarter ([\d.]+), of the last ([\d.]+)", said).groups())
    assert first < last
    assert last > 175

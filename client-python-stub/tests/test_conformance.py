"""The conformance kit passes against the real server, with its runner in Python."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

KIT = Path(__file__).parents[2] / "conformance"
CASES = sorted(path.stem for path in (KIT / "cases").glob("*.json"))


def run(kit, server):
    command = [sys.executable, kit / "run.py", "--address", server.address]
    return subprocess.run(command, capture_output=True, text=True)


def test_kit(server):
    finished = run(KIT, server)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert [line.split()[1] for line in finished.stdout.splitlines()] == CASES


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda e: e["shows"]["rewards"].__setitem__(0, 0.5), "shows.rewards[0]"),
        (lambda e: e["reply"]["outcome"].__setitem__("step", "99"), "reply.outcome.step"),
        (lambda e: e["sends"]["actions"].__setitem__(0, 2), "actions.data"),
        (lambda e: e.__setitem__("error", {"code": "NOT_FOUND"}), "not refused with NOT_FOUND"),
    ],
)
def test_the_runner_finds_what_differs(server, change, message, tmp_path):
    (tmp_path / "cases").mkdir()
    (tmp_path / "run.py").write_text((KIT / "run.py").read_text())
    case = json.loads((KIT / "cases" / "exactly-once.json").read_text())
    change(case["exchanges"][3])
    (tmp_path / "cases" / "changed.json").write_text(json.dumps(case))
    finished = run(tmp_path, server)
    assert finished.returncode == 1
    assert message in finished.stdout

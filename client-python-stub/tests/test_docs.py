"""The Python code in the documentation runs."""

import re
import subprocess
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


def run(path, server):
    """Runs a page's blocks one after another, and returns the names that they leave."""
    blocks = BLOCK.findall((ROOT / path).read_text())
    assert blocks
    names: dict = {}
    for block in blocks:
        exec(compile(block.replace("localhost:50051", server.address), path, "exec"), names)
    return names


@pytest.mark.parametrize(
    "path",
    [
        "docs/python.md",
        "docs/session.md",
        "docs/dm_env_rpc.md",
        "client-python-stub/README.md",
    ],
)
def test_documentation(server, path, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    names = run(path, server)
    assert capsys.readouterr().out
    if "client" in names:
        names["client"].close()


def test_the_page_on_evaluation_estimates_the_truth(server, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    names = run("docs/evaluation.md", server)
    for value, error in (names["ips"], names["snips"]):
        assert abs(value - names["truth"]) < 4.5 * error
        assert error < 0.1 * names["truth"]
    # What the page shows is what it prints.
    page = (ROOT / "docs/evaluation.md").read_text()
    assert all(f"    {line}\n" in page for line in capsys.readouterr().out.splitlines())


def test_the_page_on_position_bias_keeps_what_it_promises(server, capsys):
    names = run("docs/session.md", server)
    names["client"].close()
    out = capsys.readouterr().out
    assert "examination: position" in out and out.rstrip().count("True") == 1
    looks = 1 / np.arange(1, 6)
    # About 5,800 clicks at the first slot and 1,200 at the last: 4 standard errors of a ratio are at most 13 %.
    np.testing.assert_allclose(names["rate"] / names["rate"][0], looks, rtol=0.13)
    np.testing.assert_allclose(names["biased"].click_probabilities, names["fair"].click_probabilities * looks)
    # Who clicks under the bias would click without it: chance is the same.
    assert (names["lost"] >= 0).all() and names["lost"][:, 0].sum() == 0 and names["lost"][:, 1:].sum() > 0


def test_the_commands_of_the_page_on_position_bias(server, tmp_path):
    page = (ROOT / "docs/session.md").read_text()
    (config,) = re.findall(r"^```yaml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    (tmp_path / "clicks.yaml").write_text(config)
    commands = [c for c in re.findall(r"^```sh\n(.*?)^```", page, re.MULTILINE | re.DOTALL) if "serve" not in c]
    assert commands == ["./recarena check clicks.yaml\n"]
    command = commands[0].replace("./recarena", str(ROOT / "recarena")).split()
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert "examination: position\n" in told and "position.exponent: 1.0\n" in told

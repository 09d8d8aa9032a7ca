"""The Python code in the documentation runs."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("path", ["docs/python.md", "docs/dm_env_rpc.md", "client-python-stub/README.md"])
def test_documentation(server, path, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    blocks = BLOCK.findall((ROOT / path).read_text())
    assert blocks
    names: dict = {}
    for block in blocks:
        exec(compile(block.replace("localhost:50051", server.address), path, "exec"), names)
    assert capsys.readouterr().out
    if "client" in names:
        names["client"].close()

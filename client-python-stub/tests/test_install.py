"""What a user installs: the distributions build, install into an empty environment, are typed, and start a server."""

import email
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1]

#: What an environment without RecArena's variables and paths is.
PLAIN = {k: v for k, v in os.environ.items() if not k.startswith(("RECARENA_", "PYTHON"))}

PLAYS = """
import recarena
with recarena.serve() as server, recarena.connect(server.address) as client:
    with client.create("RecoGym-v1", seed=1, lanes=2) as sim:
        sim.reset()
        print(sim.step([1, 2]).step)
"""

TYPED = """
import recarena
client = recarena.connect("localhost:50051")
reveal_type(client.create("RecoGym-v1", lanes=2).step([1, 2]).rewards)
client.create(lanes="two")
"""


def run(*command, expect=0, **arguments):
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, env=PLAIN, **arguments)
    assert done.returncode == expect, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def distributions(tmp_path_factory):
    """A source distribution, and a wheel that was made from it and not from the source tree.

    Of a copy of the tree, since building leaves files there and other Pythons may be tested at the same time.
    """
    copy, out = tmp_path_factory.mktemp("tree"), tmp_path_factory.mktemp("distributions")
    ignored = shutil.ignore_patterns("target", "*.egg-info", "__pycache__")
    for directory in (PACKAGE, PACKAGE.parent / "proto"):
        shutil.copytree(directory, copy / directory.name, ignore=ignored)
    run(sys.executable, "-m", "build", "--outdir", out, copy / PACKAGE.name)
    (sdist,), (wheel,) = out.glob("*.tar.gz"), out.glob("*.whl")
    return sdist, wheel


@pytest.fixture(scope="module")
def python(distributions, tmp_path_factory):
    """An empty environment into which the wheel alone was installed, after what it says it needs."""
    _, wheel = distributions
    venv = tmp_path_factory.mktemp("installed") / "venv"
    run(sys.executable, "-m", "venv", venv)
    python = venv / "bin" / "python"
    needed = [line for line in metadata(wheel).get_all("Requires-Dist") if "extra ==" not in line]
    run(python, "-m", "pip", "install", "--quiet", *needed)
    run(python, "-m", "pip", "install", "--quiet", "--no-index", wheel)
    return python


def metadata(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        return email.message_from_bytes(archive.read(name))


def test_the_wheel_is_complete(distributions):
    _, wheel = distributions
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    sources = {str(p.relative_to(PACKAGE / "src")) for p in (PACKAGE / "src" / "recarena").rglob("*.py*")}
    assert {n for n in sources if "__pycache__" not in n} <= names
    assert "recarena/py.typed" in names and not any(n.startswith("tests") for n in names)
    assert metadata(wheel)["Requires-Python"] == ">=3.10"


def test_it_plays(python, tmp_path):
    home = str(PACKAGE.parent)
    done = subprocess.run(
        [python, "-c", PLAYS], env={**PLAIN, "RECARENA_HOME": home}, cwd=tmp_path, capture_output=True, text=True
    )
    assert done.stdout.split() == ["2"], done.stderr


def test_what_is_missing_is_said(python, tmp_path):
    """Without a distribution, and without Java: the last line is what a user reads."""
    said = run(python, "-c", "import recarena; recarena.serve()", cwd=tmp_path, expect=1)
    assert "recarena.errors.ServerNotFound: no built distribution of the RecArena server was found" in said
    assert "PATH: no `recarena` on it" in said and "Set RECARENA_HOME to a distribution" in said
    environment = {**PLAIN, "RECARENA_HOME": str(PACKAGE.parent), "PATH": "/nowhere"}
    environment.pop("JAVA_HOME", None)
    done = subprocess.run(
        [python, "-c", "import recarena; recarena.serve()"], env=environment, capture_output=True, text=True
    )
    assert re.search("ServerNotFound: .*(needs bash|no `java` on the PATH: install a JDK or JRE)", done.stderr)
    said = run(python, "-c", "import recarena.gym", cwd=tmp_path, expect=1)
    assert "pip install 'recarena[gymnasium]'" in said


def test_it_is_typed(python, tmp_path):
    said = run(
        sys.executable,
        *("-m", "mypy", "--strict", "--no-incremental", "--python-executable", python, "-c", TYPED),
        cwd=tmp_path,
        expect=1,
    )
    assert 'note: Revealed type is "numpy.ndarray[' in said and "float64" in said
    assert 'Argument "lanes" to "create" of "Client" has incompatible type "str"' in said
    assert "Skipping analyzing" not in said and "missing library stubs" not in said

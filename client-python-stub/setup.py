"""Builds the package: the Python code of the protocol is generated from the .proto files, then packed as usual.

In a source tree the .proto files lie in ../proto; a source distribution carries a copy of them in proto/.
"""

from __future__ import annotations

import shutil
import tempfile
from importlib.resources import files
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist

HERE = Path(__file__).resolve().parent
OUTPUT = HERE / "src"
OWN = HERE / "rpc.proto"


def proto_files() -> list[Path]:
    """The contract, from the source tree or from the source distribution."""
    for root in (HERE / "proto", HERE.parent / "proto"):
        found = sorted((root / "recarena" / "v1").glob("*.proto"))
        if found:
            return found
    raise SystemExit(f"no recarena/v1/*.proto in {HERE / 'proto'} or in {HERE.parent / 'proto'}")


def generate() -> None:
    """Writes src/recarena/v1/*_pb2.py, their types, and the *_pb2_grpc.py of the services."""
    from grpc_tools import protoc

    with tempfile.TemporaryDirectory() as scratch:
        package = Path(scratch, "recarena", "v1")
        package.mkdir(parents=True)
        for source in proto_files():
            # The same message on the wire, but not registered under Google's name: another package of the process
            # may bring google/rpc/status.proto, and two of them in one process are an error.
            text = source.read_text(encoding="utf-8")
            text = text.replace('"google/rpc/status.proto"', '"recarena/v1/rpc.proto"')
            text = text.replace("google.rpc.Status", "RpcStatus")
            Path(package, source.name).write_text(text, encoding="utf-8")
        shutil.copy(OWN, package / "rpc.proto")
        names = sorted(f"recarena/v1/{path.name}" for path in package.iterdir())
        for stale in (OUTPUT / "recarena" / "v1").glob("*_pb2*"):
            stale.unlink()
        status = protoc.main(
            [
                "protoc",
                f"-I{scratch}",
                f"-I{files('grpc_tools') / '_proto'}",
                f"--python_out={OUTPUT}",
                f"--pyi_out={OUTPUT}",
                f"--grpc_python_out={OUTPUT}",
                *names,
            ]
        )
    if status != 0:
        raise SystemExit(f"protoc failed with status {status}")
    for empty in (OUTPUT / "recarena" / "v1").glob("*_pb2_grpc.py"):
        if "Stub" not in empty.read_text(encoding="utf-8"):
            empty.unlink()


class GenerateAndBuild(build_py):
    """build_py, after generating."""

    def run(self) -> None:
        generate()
        super().run()


class SdistWithProtos(sdist):
    """sdist, with the .proto files inside."""

    def make_release_tree(self, base_dir: str, files: list[str]) -> None:
        super().make_release_tree(base_dir, files)
        target = Path(base_dir, "proto", "recarena", "v1")
        target.mkdir(parents=True, exist_ok=True)
        for source in proto_files():
            shutil.copy(source, target / source.name)


setup(cmdclass={"build_py": GenerateAndBuild, "sdist": SdistWithProtos})

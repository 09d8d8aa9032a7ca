"""A real server for the tests that need one, started from the built distribution."""

import os

import pytest

import recarena


@pytest.fixture(scope="session")
def server():
    try:
        server = recarena.serve()
    except recarena.ServerNotFound as missing:
        if os.environ.get("CI") == "true":
            raise  # nobody reads what was skipped in CI
        pytest.skip(f"no server can be started: {missing}")
    with server:
        yield server


@pytest.fixture(scope="session")
def client(server):
    with recarena.connect(server.address) as client:
        yield client

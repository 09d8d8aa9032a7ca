"""The client against a small server of the protocol in this process."""

import gc
import os
import pathlib
import pickle
import subprocess
import sys
import threading
import time
import types
import weakref

import fake_server
import numpy as np
import pytest

import recarena
from recarena._sockets import SocketStream
from recarena._streams import DirectStream, ThreadedStream


def without_sockets(monkeypatch):
    """As with a server on another machine, or with TLS."""
    monkeypatch.setattr("recarena._transport._is_plain", lambda address: False)


def without_direct_streams(monkeypatch):
    """As with a grpcio whose core is not as the package knows it."""

    without_sockets(monkeypatch)

    def changed(*arguments):
        raise TypeError("segregated_call() takes no such arguments")

    monkeypatch.setattr("recarena._streams.DirectStream", changed)


@pytest.fixture(params=["sockets", "streams", "threads", "calls"])
def world(request, monkeypatch):
    world = fake_server.World()
    world.streaming = request.param != "calls"
    if request.param == "streams":
        without_sockets(monkeypatch)
    elif request.param == "threads":
        without_direct_streams(monkeypatch)
    yield world
    world.hang.set()


@pytest.fixture
def address(world):
    server, port = fake_server.serve(world)
    yield f"localhost:{port}"
    server.stop(0).wait()


@pytest.fixture
def client(address):
    with recarena.connect(address, retry_for=5) as client:
        yield client


def test_environments(client):
    (environment,) = client.environments()
    assert environment.id == "Fake-v1"
    assert environment.action == recarena.ActionSpec(5, 0, False)
    assert [p.name for p in environment.parameters] == ["stay", "slate_size", "limit"]
    assert environment.parameters[0].type == "integer"
    assert environment.defaults == {"stay": 4, "slate_size": 0, "limit": 0}
    assert environment.observations[1].ragged and environment.observations[1].maximum == 4
    assert environment.observations[2].minimum is None
    assert client.describe("Fake-v1", {"stay": np.int64(3)}).id == "Fake-v1"


def test_steps(client):
    with client.create("Fake-v1", {"stay": 2}, seed=3, lanes=3, labels={"policy": "x"}) as sim:
        assert sim.warnings == ("a warning",)
        assert (sim.info.seed, sim.info.lanes, sim.info.autoreset) == (3, 3, "next_step")
        assert sim.info.config["stay"] == 2
        assert sim.info.labels == {"policy": "x"}
        r = sim.reset()
        assert r.step == 1 and r.unseen_episodes == 1
        assert r.observations["view_counts"].shape == (3, 5)
        assert r.observations["view_counts"].dtype == np.int32
        assert not r.observations["view_counts"].flags.writeable
        assert r.observations["view_counts"].sum() == 3
        assert len(r.observations["views"]) == 3 and len(r.observations["views"][0]) == 0
        assert r.active.all() and r.active.dtype == bool
        assert r.rewards.dtype == np.float64 and not r.rewards.any()
        r = sim.step([0, 1, 2], propensities=[0.5, 0.25, 1])
        assert r.observations["views"].tolist() == [[3], [4], [0]]
        assert r.signals["click"].dtype == bool and r.signals["click"].tolist() == [
            (3 + i + 1 + i) % 3 == 0 for i in range(3)
        ]
        assert r.rewards.tolist() == r.signals["click"].astype(float).tolist()
        assert r.episodes.tolist() == [0, 0, 0] and r.episodes.dtype == np.int64
        again = sim.observe()
        assert again.step == 2 and again.observations["views"] == r.observations["views"]
        assert np.array_equal(again.rewards, r.rewards)
        r = sim.step(np.zeros(3, np.int32))
        assert r.terminated.tolist() == [True, False, False] and not r.truncated.any()
        r = sim.reset(mask=[False, True, False])
        assert r.active.tolist() == [False, True, False]


def test_final_observations(client):
    with client.create("Fake-v1", {"stay": 1}, seed=0, lanes=3, autoreset="same_step") as sim:
        sim.reset()
        r = sim.step([0, 0, 0])
        assert r.final.lanes.tolist() == [0]
        assert r.final.observations["view_counts"].shape == (1, 5)
        assert r.final.observations["views"].tolist() == [[0]]
        assert r.observations["views"].tolist() == [[], [1], [2]]
        sim.reset()
        final = sim.observe().final
        assert final.lanes.size == 0
        assert final.observations["view_counts"].shape == (0, 5) and len(final.observations["views"]) == 0


def sent(world):
    (sim,) = world.simulations.values()
    return sim.requests[-1]


def test_what_is_sent(client, world):
    sim = client.create("Fake-v1", {"slate_size": 2}, seed=0, lanes=2)
    sim.reset(seeds=[2**64 - 1 - 2**63, 5], labels={"a": "b", "é": ""})
    assert list(sent(world).lane_seeds) == [2**63 - 1, 5]
    assert dict(sent(world).labels) == {"a": "b", "é": ""}
    slates = np.array([[1, 2], [3, 4]], np.uint8)
    whole = np.full((2, 5), 0.2, np.float32)

    sim.step(slates, propensities=[0.5, 1])
    assert fake_server.array_of(sent(world).actions).tolist() == [[1, 2], [3, 4]]
    assert fake_server.array_of(sent(world).propensities.chosen).tolist() == [0.5, 1]
    sim.step(slates.T, propensities=np.eye(2))
    assert fake_server.array_of(sent(world).actions).tolist() == [[1, 3], [2, 4]]
    assert fake_server.array_of(sent(world).propensities.slots).tolist() == [[1, 0], [0, 1]]
    assert not sent(world).propensities.HasField("chosen")
    sim.step(slates, propensities=whole)
    assert fake_server.array_of(sent(world).propensities.distribution).dtype == np.float32
    sim.step(slates, propensities=0.5)
    assert fake_server.array_of(sent(world).propensities.chosen).tolist() == [0.5, 0.5]
    sim.step(slates, propensities={"chosen": [0.1, 0.2], "slots": np.eye(2)}, labels={"k": "v" * 200})
    assert fake_server.array_of(sent(world).propensities.chosen).tolist() == [0.1, 0.2]
    assert sent(world).labels["k"] == "v" * 200
    sim.step(slates, {"chosen": [0.1, np.nan], "known": [True, False]})
    assert sent(world).propensities.known == b"\1\0"
    sim.step(slates, recarena.Propensities(distribution=whole))
    assert fake_server.array_of(sent(world).propensities.distribution).shape == (2, 5)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda s: s.step([1, 2, 3]), "shape"),
        (lambda s: s.step([[1], [1, 2]]), "different lengths"),
        (lambda s: s.step([[1, 2]]), "shape"),
        (lambda s: s.step([0.5, 1.0]), "integers"),
        (lambda s: s.step([True, False]), "integers"),
        (lambda s: s.step(["a", "b"]), "integers"),
        (lambda s: s.step(np.array([1, 2**63], np.uint64)), "no item"),
        (lambda s: s.step([1, 2], propensities=[1, 1, 1]), "propensities.chosen: shape"),
        (lambda s: s.step([1, 2], propensities=np.ones((2, 3))), "propensities: shape"),
        (lambda s: s.step([1, 2], propensities=["a", "b"]), "numbers"),
        (lambda s: s.step([1, 2], propensities={"chose": 1}), "unknown key"),
        (lambda s: s.step([1, 2], propensities={"chosen": [1, 1], "known": [True]}), "propensities.known: shape"),
        (lambda s: s.step([1, 2], propensities={"slots": [[1], [1]]}), "propensities.slots: Fake-v1 shows one item"),
        (lambda s: s.step([1, 2], propensities={"chosen": [1, 1], "known": [0, 2]}), "propensities.known"),
        (lambda s: s.reset(mask=[True]), "mask"),
        (lambda s: s.reset(mask=[0, 2]), "mask: .*True and False"),
        (lambda s: s.reset(mask=[0.5, np.nan]), "mask"),
        (lambda s: s.reset(mask=["a", ""]), "mask"),
        (lambda s: s.reset(seeds=[1.0, 2.0]), "seeds: .*integers"),
        (lambda s: s.reset(seeds=1), "seeds: 1; integers"),
        (lambda s: s.oracle.twin([1, 2], without="position"), "without: 'position'; give a list"),
        (lambda s: s.reset(seeds=[1]), "seeds"),
        (lambda s: s.reset(seeds=[1, -1]), "seeds"),
        (lambda s: s.reset(labels={"a": 1}), "labels"),
    ],
)
def test_wrong_arguments_are_refused_here(client, world, call, words):
    sim = client.create("Fake-v1", seed=0, lanes=2)
    sim.reset()
    with pytest.raises(recarena.InvalidArgument, match=words):
        call(sim)
    assert sim.step([1, 2]).step == 2


@pytest.mark.parametrize(
    "arguments",
    [
        {"lanes": 0},
        {"lanes": 1.5},
        {"seed": -1},
        {"seed": 1 << 64},
        {"autoreset": "sometimes"},
        {"durability": "maybe"},
        {"log": "much"},
        {"observations": "views"},
        {"config": {"stay": float("nan")}},
        {"config": {"stay": object()}},
        {"config": {"stay": 2**60}},
        {"config": [1]},
        {"config": "stay"},
        {"idle_timeout": float("nan")},
        {"idle_timeout": float("inf")},
        {"idle_timeout": 1e300},
        {"idle_timeout": "5"},
        {"labels": {"a": None}},
    ],
)
def test_wrong_creations_are_refused_here(client, world, arguments):
    with pytest.raises(recarena.InvalidArgument, match=next(iter(arguments))):
        client.create("Fake-v1", **arguments)
    assert not world.simulations


def test_errors_of_the_server(client, address):
    with pytest.raises(recarena.NotFound, match="there are: Fake-v1"):
        client.create("Other-v1")
    with pytest.raises(recarena.InvalidArgument) as caught:
        client.create("Fake-v1", {"stray": 1})
    assert caught.value.violations == (
        recarena.FieldViolation("config.stray", "unknown; allowed are stay, slate_size, limit"),
    )
    assert "allowed are stay" in str(caught.value)
    assert pickle.loads(pickle.dumps(caught.value)).violations == caught.value.violations
    sim = client.create("Fake-v1", seed=0, lanes=1, autoreset="disabled")
    with pytest.raises(recarena.FailedPrecondition, match="no Reset"):
        sim.step([0])
    sim.reset()
    with pytest.raises(recarena.InvalidArgument, match="out of range"):
        sim.step([7])
    for _ in range(4):
        sim.step([0])
    with pytest.raises(recarena.FailedPrecondition, match=r"lanes \[0\]"):
        sim.step([0])
    sim.reset()
    with pytest.raises(recarena.Unimplemented):
        sim.oracle.users()


def test_long_descriptions_are_not_told_twice():
    """The server cuts what it says of a field; the message has more of it."""
    said = "is not a parameter; there are " + ", ".join(f"key{i}" for i in range(200))
    cut = recarena.FieldViolation("config.stray", said[:900] + "…")
    other = recarena.FieldViolation("config.stay", "is 0; it must be positive")
    error = recarena.InvalidArgument(f"config.stray {said}", (cut, other))
    assert str(error) == f"config.stray {said}\n  config.stay: is 0; it must be positive"


def test_oracle(client):
    sim = client.create("Fake-v1", seed=0, lanes=2)
    assert sim.oracle.world()["Gamma"].tolist() == [[0, 1, 2], [3, 4, 5]]
    assert sim.oracle.click_probabilities().shape == (2, 5)


def test_closing(client, world, address):
    sim = client.create("Fake-v1")
    sim.close()
    sim.close()
    assert world.calls["Delete"] == 1
    with pytest.raises(recarena.FailedPrecondition, match="closed"):
        sim.reset()
    client.close()
    with pytest.raises(recarena.FailedPrecondition, match="closed"):
        client.environments()


def test_attaching_and_listing(client):
    first = client.create("Fake-v1", seed=1, labels={"policy": "a"})
    first.reset()
    for i in range(4):
        client.create("Fake-v1", labels={"policy": "b", "n": str(i)})
    second = client.attach(first.id)
    assert second.step([0]).step == 2
    with pytest.raises(recarena.FailedPrecondition, match="step 2, but the next one is 3"):
        first.step([1])
    assert first.refresh().step == 2
    assert first.step([1]).step == 3
    assert len(client.simulations()) == 5
    assert [s.labels["n"] for s in client.simulations({"policy": "b"})] == ["0", "1", "2", "3"]


def test_a_refresh_does_not_lose_count_of_a_step_that_was_sent(client):
    sim = client.create("Fake-v1", seed=0, lanes=2)
    sim.reset()
    sim.send([1, 2])
    with pytest.raises(recarena.FailedPrecondition, match="call recv first"):
        sim.refresh()
    assert sim.recv().step == 2
    assert sim.refresh().step == 2
    assert sim.step([1, 2]).step == 3


def test_lost_replies_are_asked_for_again(client, world):
    world.lose.update(Create=1)
    sim = client.create("Fake-v1", seed=0, lanes=2)
    assert len(world.simulations) == 1
    plain = client.create("Fake-v1", seed=0, lanes=2)
    world.lose.update(Reset=2)
    assert sim.reset().step == plain.reset().step
    for i in range(12):
        world.lose.update(Step=1)
        a, b = sim.step([i % 5, 1]), plain.step([i % 5, 1])
        assert a.step == b.step == i + 2
        assert np.array_equal(a.rewards, b.rewards) and np.array_equal(a.episodes, b.episodes)
    world.lose.update(Delete=1)
    sim.close()


@pytest.mark.parametrize("change", [None, without_sockets, without_direct_streams])
@pytest.mark.parametrize("how", ["lost", "ended", "hanging"])
def test_broken_streams_do_not_matter(how, change, monkeypatch):
    if change is not None:
        change(monkeypatch)
    world = fake_server.World()
    server, port = fake_server.serve(world)
    with recarena.connect(f"localhost:{port}", timeout=0.5 if how == "hanging" else 10) as client:
        sim, plain = client.create("Fake-v1", seed=0, lanes=2), client.create("Fake-v1", seed=0, lanes=2)
        sim.reset(), plain.reset()
        for i in range(6):
            if how == "lost":
                world.lose.update(Play=1)
            elif how == "ended":
                world.end_streams = True
            elif i == 3:
                world.hang.clear()
            a = sim.step([i % 5, 1])
            world.hang.set()
            b = plain.step([i % 5, 1])
            assert a.step == b.step == i + 2
            assert np.array_equal(a.rewards, b.rewards) and np.array_equal(a.episodes, b.episodes)
        with pytest.raises(recarena.InvalidArgument):
            sim.step([7, 7])
        assert sim.step([1, 1]).step == 8
        assert world.calls["Play.Step"] > 5
    server.stop(0).wait()


def test_streams_are_what_they_can_be(client, world):
    """On sockets, or direct where grpcio can: when this fails, its core may have changed, and steps are slow."""
    if not world.streaming:
        return
    sim = client.create("Fake-v1", lanes=2)
    sim.reset()
    if recarena._transport._is_plain(client._transport.address):
        expected = SocketStream
    else:
        expected = ThreadedStream if isinstance(recarena._streams.DirectStream, types.FunctionType) else DirectStream
    assert type(sim._stream._stream) is expected


def test_large_messages_on_sockets(address):
    """Requests of several frames and more than the windows that connections begin with, and replies of many frames."""
    lanes = 200_000
    with (
        recarena.connect(address) as sockets,
        recarena.connect(address, options={"grpc.primary_user_agent": "x"}) as core,
    ):
        sims = [c.create("Fake-v1", seed=0, lanes=lanes) for c in (sockets, core)]
        for sim in sims:
            sim.reset()
        streams = [sim._stream._stream for sim in sims]
        for i in range(4):
            a, b = (sim.step(np.arange(i, i + lanes) % 5) for sim in sims)
            assert a._reply == b._reply
        assert [sim._stream._stream for sim in sims] == streams  # none broke, upon which a call takes its place


def test_a_socket_that_leads_to_another_server(client, world, monkeypatch):
    """As `localhost` may where two servers have the same port on two addresses: grpcio's word counts."""
    other, port = fake_server.serve(fake_server.World())
    connect = recarena._sockets._connect
    monkeypatch.setattr(recarena._sockets, "_connect", lambda address: connect(f"127.0.0.1:{port}"))
    sim = client.create("Fake-v1", lanes=2)
    for i in range(3):
        assert (sim.step([i, 1]) if i else sim.reset()).step == i + 1
    assert not client._transport.sockets or not world.streaming
    other.stop(0).wait()


def test_a_client_that_is_closed_while_a_socket_is_opened(client, monkeypatch):
    connect = recarena._sockets._connect

    def close_first(address):
        made = connect(address)
        client.close()
        return made

    monkeypatch.setattr(recarena._sockets, "_connect", close_first)
    sim = client.create("Fake-v1", lanes=2)
    if client._transport.sockets and client._transport.streaming:
        with pytest.raises(recarena.errors.FailedPrecondition, match="closed"):
            sim.reset()


def test_more_simulations_than_sockets(client, monkeypatch):
    """The others share a connection."""
    monkeypatch.setattr("recarena._transport._MOST_SOCKETS", 1)
    first, second = (client.create("Fake-v1", lanes=2) for _ in range(2))
    for i in range(3):
        for sim in (first, second):
            assert (sim.step([i, 1]) if i else sim.reset()).step == i + 1
    assert not isinstance(second._stream._stream, SocketStream)


@pytest.mark.skipif(sys.platform != "linux", reason="of gRPC's core on Linux")
def test_no_thread_of_grpcio_stands_between(address):
    """Who waits for a reply reads it, unless grpcio was loaded before; when this fails, steps have become slow."""
    code = (
        "import os, sys, recarena\nassert 'GRPC_EXPERIMENTS' not in os.environ\n"
        "with recarena.connect(sys.argv[1]) as client:\n    client.create('Fake-v1', lanes=2).reset()\n"
    )
    environment = {**os.environ, "GRPC_VERBOSITY": "debug", "GRPC_TRACE": "event_engine_endpoint"}
    environment.pop("GRPC_EXPERIMENTS", None)
    for before, reads in ("", False), ("import grpc\n", True):
        command = [sys.executable, "-c", before + code, address]
        told = subprocess.run(command, check=True, timeout=60, env=environment, stderr=subprocess.PIPE, text=True)
        assert ("posix_endpoint.cc" in told.stderr) == reads


@pytest.mark.parametrize("streams", ["sockets", "direct"])
def test_interrupts_at_any_time(streams):
    """After an interrupt wherever it comes, a simulation goes on from where the server stands, and everything closes.

    Not of grpcio's own streams: they may keep a lock when they are interrupted.
    """
    server, port = fake_server.serve(fake_server.World())
    script = pathlib.Path(__file__).with_name("interrupted_client.py")
    try:
        subprocess.run([sys.executable, script, f"localhost:{port}", "5", streams], check=True, timeout=120)
    finally:
        server.stop(0).wait()


def test_the_garbage_collector_waits_for_nothing(client):
    """It comes on any thread, and another may hold what closing a stream needs."""
    sim = client.create("Fake-v1", lanes=2)
    sim.reset()
    stream = sim._stream._stream
    if type(stream) is not DirectStream:
        return
    lock = stream._lock
    sim.itself = sim
    ended, name = weakref.ref(sim), id(stream)
    del sim, stream
    with lock:
        collecting = threading.Thread(target=gc.collect, daemon=True)
        collecting.start()
        collecting.join(30)
        assert not collecting.is_alive()
        assert ended() is None
    assert name in map(id, recarena._streams._abandoned)
    other = client.create("Fake-v1", lanes=2)
    assert other.reset().step == 1
    assert len(recarena._streams._abandoned) == 0


def test_who_forgets_to_close_is_not_waited_for(address):
    """A stream that is open when its client closes, and when the process ends."""
    code = (
        "import recarena, sys\nclient = recarena.connect(sys.argv[1])\n"
        "sims = [client.create('Fake-v1', lanes=2) for _ in range(2)]\n"
        "for sim in sims: sim.reset(); sim.send([1, 2])\n"
    )
    for more in ("", "client.close()\n", "del sims[0]\n"):
        subprocess.run([sys.executable, "-c", code + more, address], check=True, timeout=60)


def test_closing_ends_a_wait_in_another_thread(world, address):
    if not world.streaming:
        return
    client = recarena.connect(address, retry_for=0.1)
    sim = client.create("Fake-v1", lanes=2)
    sim.reset()
    world.hang.clear()
    found = []

    def wait():
        try:
            sim.step([1, 2])
        except Exception as error:
            found.append(error)

    waiting = threading.Thread(target=wait)
    waiting.start()
    while "Play.Step" not in world.calls:
        time.sleep(0.01)
    client.close()
    waiting.join(20)
    assert not waiting.is_alive()
    # Or none, where the call that follows a broken stream still came through.
    assert all(isinstance(error, recarena.RecArenaError) for error in found)


def test_a_restarted_server_is_found_again(world):
    server, port = fake_server.serve(world)
    with recarena.connect(f"localhost:{port}", retry_for=20) as client:
        sim = client.create("Fake-v1", seed=0, lanes=2)
        sim.reset()
        server.stop(0).wait()
        box = {}
        later = threading.Timer(1.0, lambda: box.update(server=fake_server.serve(world, f"localhost:{port}")[0]))
        later.start()
        assert sim.step([1, 2]).step == 2
        later.join()
        sim.close()
    box["server"].stop(0).wait()


def test_a_server_that_stays_away(world):
    server, port = fake_server.serve(world)
    client = recarena.connect(f"localhost:{port}", retry_for=0.5)
    sim = client.create("Fake-v1")
    server.stop(0).wait()
    with pytest.raises(recarena.ServerGone, match=str(port)):
        sim.reset()
    sim.close()  # raises nothing
    with pytest.raises(recarena.ServerGone, match="no RecArena server answers"):
        recarena.connect(f"localhost:{port}", connect_timeout=0.3)


@pytest.mark.parametrize("address", [50051, None, "", "HTTP://localhost:50051", "https://localhost:50051"])
def test_what_is_no_address_is_refused(address):
    with pytest.raises(recarena.InvalidArgument, match=f"address: {address!r}; give .host:port."):
        recarena.connect(address)


def test_tokens(world, address):
    world.token = "secret"
    with recarena.connect(address) as client, pytest.raises(recarena.Unauthenticated):
        client.environments()
    with recarena.connect(address, token="secret") as client:
        assert client.environments()


def test_unix_sockets(world, tmp_path):
    server, _ = fake_server.serve(world, f"unix:{tmp_path}/s")
    with recarena.connect(f"unix:{tmp_path}/s") as client:
        assert client.environments()
    server.stop(0).wait()

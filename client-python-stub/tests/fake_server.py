"""A server of the protocol in a few lines, for tests of the client: users who stay a fixed number of steps.

It answers with the general protobuf library, so it also checks the client's own encoder and decoder. Faults can be
injected: replies that are lost after the work was done, calls that are refused because the server is away.
"""

from __future__ import annotations

import threading
from collections import Counter
from concurrent import futures

import grpc
import numpy as np

from recarena.v1 import (
    environments_pb2,
    environments_pb2_grpc,
    oracle_pb2,
    oracle_pb2_grpc,
    rpc_pb2,
    simulations_pb2,
    simulations_pb2_grpc,
    tensor_pb2,
)

ITEMS = 5
CODES = {"bool": 1, "uint8": 2, "int32": 3, "int64": 4, "float32": 5, "float64": 6}
DTYPES = {code: np.dtype(name) for name, code in CODES.items()}


def tensor(array):
    array = np.ascontiguousarray(array)
    return tensor_pb2.Tensor(data_type=CODES[array.dtype.name], shape=array.shape, data=array.tobytes())


def array_of(message):
    return np.frombuffer(message.data, DTYPES[message.data_type]).reshape(tuple(message.shape))


def column(name, values):
    if isinstance(values, list):
        offsets = np.cumsum([0] + [len(v) for v in values]).astype("<i4")
        joined = np.concatenate([np.asarray(v, "i4") for v in values]) if values else np.zeros(0, "i4")
        return tensor_pb2.Column(name=name, values=tensor(joined), row_offsets=offsets.tobytes())
    return tensor_pb2.Column(name=name, values=tensor(values))


def environment():
    e = environments_pb2.Environment(id="Fake-v1", description="For tests.", source="none", rewards=["reward"])
    e.action.item_count = ITEMS
    p = e.parameters.add(name="stay", type=2, minimum=1, maximum=100, meaning="Steps to the end.")
    p.default_value.number_value = 4
    e.parameters.add(name="slate_size", type=2, minimum=0, maximum=3).default_value.number_value = 0
    e.parameters.add(name="limit", type=2, minimum=0, maximum=100).default_value.number_value = 0
    e.observations.add(name="view_counts", data_type=3, shape=[ITEMS], minimum=0, default_selected=True)
    e.observations.add(name="views", data_type=3, shape=[-1], minimum=0, maximum=ITEMS - 1, default_selected=True)
    e.observations.add(name="time", data_type=6)
    e.observations.add(name="last", data_type=3, minimum=-1, maximum=ITEMS - 1)
    e.signals.add(name="click", data_type=1)
    return e


class Simulation:
    def __init__(self, request, number):
        self.message = simulations_pb2.Simulation(
            simulation_id=f"sim-{number}",
            environment_id=request.environment_id,
            seed=request.seed,
            lanes=request.lanes or 1,
            autoreset=request.autoreset or 1,
            rewards=["reward"],
            labels=request.labels,
            log=request.log,
        )
        e = environment()
        config = {p.name: p.default_value.number_value for p in e.parameters}
        config.update({k: v.number_value for k, v in request.config.fields.items()})
        for key, value in config.items():
            self.message.config.fields[key].number_value = value
        self.stay, self.limit = int(config["stay"]), int(config["limit"])
        self.message.action.item_count = ITEMS
        self.message.action.slate_size = int(config["slate_size"])
        names = list(request.observations) or [o.name for o in e.observations if o.default_selected]
        if request.no_observations:
            names = []
        self.message.observations.extend(o for n in names for o in e.observations if o.name == n)
        self.message.signals.extend(e.signals)
        n = self.message.lanes
        self.user_seed = request.seed + np.arange(n)
        self.episode = np.full(n, -1)
        self.first = np.zeros(n, int)  # episodes keep counting when a lane gets a new seed
        self.t = np.zeros(n, int)
        self.counts = np.zeros((n, ITEMS), "i4")
        self.over = np.zeros(n, bool)
        self.last = None
        self.last_request = b""
        self.requests = []

    def begin(self, mask):
        self.episode[mask] += 1
        self.t[mask] = 0
        self.counts[mask] = 0
        self.counts[mask, (self.user_seed + self.episode - self.first)[mask] % ITEMS] = 1
        self.over[mask] = False

    def observe(self, lanes):
        made = []
        for spec in self.message.observations:
            if spec.name == "view_counts":
                made.append(column("view_counts", self.counts[lanes]))
            elif spec.name == "views":
                made.append(column("views", [[self.user_seed[i] % ITEMS] * (self.t[i] % 3) for i in lanes]))
            elif spec.name == "last":
                made.append(column("last", np.where(self.t[lanes] > 1, self.user_seed[lanes] % ITEMS, -1).astype("i4")))
            else:
                made.append(column("time", self.t[lanes].astype(float)))
        return made

    def outcome(self, step, rewards, terminated, truncated, episodes, active, click, final=()):
        o = simulations_pb2.Outcome(
            step=step,
            rewards=tensor(rewards),
            terminated=terminated.astype("u1").tobytes(),
            truncated=truncated.astype("u1").tobytes(),
            episodes=episodes.astype("<i8").tobytes(),
            active=active.astype("u1").tobytes(),
            observations=self.observe(np.arange(self.message.lanes)),
            signals=[column("click", click)],
            unseen_episodes=step % 2,
        )
        if len(final):
            o.final_observations.lanes = np.asarray(final[0], "<i4").tobytes()
            o.final_observations.observations.extend(final[1])
        self.last = o
        self.message.step = step
        return o

    def reset(self, request):
        n = self.message.lanes
        mask = np.frombuffer(request.mask, bool) if request.mask else np.ones(n, bool)
        if request.lane_seeds:
            seeds = np.array(request.lane_seeds, dtype=np.int64)
            self.user_seed[mask] = seeds[mask]
            self.first[mask] = self.episode[mask] + 1
        self.begin(mask)
        none = np.zeros(n, bool)
        return self.outcome(self.message.step + 1, np.zeros(n), none, none, self.episode, mask, none)

    def step(self, request):
        n, mode = self.message.lanes, self.message.autoreset
        actions = array_of(request.actions)
        first = actions if actions.ndim == 1 else actions[:, 0]
        play = ~self.over
        episodes = self.episode.copy()
        if mode == 3 and not play.all():
            raise Refused(9, f"the episodes of lanes {np.flatnonzero(~play).tolist()} are over; reset them")
        self.t[play] += 1
        click = play & ((self.user_seed + self.episode - self.first + self.t + first) % 3 == 0)
        lanes = np.flatnonzero(play)
        self.counts[lanes, (self.user_seed[lanes] + self.t[lanes]) % ITEMS] += 1
        terminated = play & (self.t >= self.stay + self.user_seed % 3)
        truncated = play & ~terminated & (self.t >= self.limit) if self.limit else np.zeros(n, bool)
        ended = terminated | truncated
        final = ()
        if mode == 2 and ended.any():
            lanes = np.flatnonzero(ended)
            final = (lanes, self.observe(lanes))
            self.begin(ended)
        elif mode == 1:
            self.begin(~play)
            episodes[~play] += 1
            self.over = ended
        else:
            self.over = ended
        return self.outcome(
            self.message.step + 1, click.astype(float), terminated, truncated, episodes, np.ones(n, bool), click, final
        )


class Refused(Exception):
    def __init__(self, code, message, violations=()):
        self.code, self.message, self.violations = code, message, violations

    def status(self):
        status = rpc_pb2.RpcStatus(code=self.code, message=self.message)
        if self.violations:
            bad = rpc_pb2.BadRequest()
            for field, description in self.violations:
                bad.field_violations.add(field=field, description=description)
            status.details.add(type_url="type.googleapis.com/google.rpc.BadRequest", value=bad.SerializeToString())
        return status


class World:
    """What survives a restart of the server."""

    def __init__(self):
        self.simulations = {}
        self.by_request = {}
        self.calls = Counter()
        self.lose = Counter()  # method -> how many replies are still to be lost
        self.token = None
        self.streaming = True
        self.end_streams = False
        self.hang = threading.Event()
        self.hang.set()
        self.lock = threading.Lock()

    def find(self, handle):
        if handle not in self.simulations:
            raise Refused(5, f"no simulation {handle}")
        return self.simulations[handle]

    def create(self, request):
        if request.environment_id != "Fake-v1":
            raise Refused(5, f"no environment {request.environment_id}; there are: Fake-v1")
        for key in request.config.fields:
            if key not in ("stay", "slate_size", "limit"):
                raise Refused(
                    3, f"config: unknown key {key}", [(f"config.{key}", "unknown; allowed are stay, slate_size, limit")]
                )
        if request.request_id not in self.by_request:
            sim = Simulation(request, len(self.simulations))
            self.simulations[sim.message.simulation_id] = self.by_request[request.request_id] = sim
        sim = self.by_request[request.request_id]
        return simulations_pb2.CreateResponse(simulation=sim.message, warnings=["a warning"])

    def play(self, request, kind):
        sim = self.find(request.simulation_id)
        sim.requests.append(request)
        content = request.SerializeToString(deterministic=True)
        if request.step == sim.message.step and content == sim.last_request:
            return sim.last
        if request.step != sim.message.step + 1:
            raise Refused(9, f"step {request.step}, but the next one is {sim.message.step + 1}")
        if kind == "Step" and sim.last is None:
            raise Refused(9, "no Reset came before")
        if kind == "Step" and (array_of(request.actions) >= ITEMS).any():
            raise Refused(3, "actions[0]: out of range", [("actions[0]", "7; allowed are 0 to 4")])
        outcome = sim.reset(request) if kind == "Reset" else sim.step(request)
        sim.last_request = content
        return outcome


def serve(world, address="localhost:0"):
    """Starts; returns (server, port)."""

    def method(name, work):
        def handle(_, request, context):
            with world.lock:
                world.calls[name] += 1
                if world.token and dict(context.invocation_metadata()).get("authorization") != f"Bearer {world.token}":
                    context.abort(grpc.StatusCode.UNAUTHENTICATED, "a token is needed")
                try:
                    reply = work(request)
                except Refused as refused:
                    context.set_trailing_metadata((("grpc-status-details-bin", refused.status().SerializeToString()),))
                    context.abort(next(c for c in grpc.StatusCode if c.value[0] == refused.code), refused.message)
                if world.lose[name] > 0:
                    world.lose[name] -= 1
                    context.abort(grpc.StatusCode.UNAVAILABLE, "lost on the way")
                return reply

        return handle

    s = simulations_pb2

    def play(_, requests, context):
        """With world.streaming only. A lost reply breaks the stream; a refusal does not."""
        if not world.streaming:
            context.abort(grpc.StatusCode.UNIMPLEMENTED, "no streams")
        for request in requests:
            kind = "Reset" if request.HasField("reset") else "Step"
            world.calls[f"Play.{kind}"] += 1
            with world.lock:
                try:
                    reply = s.PlayResponse(outcome=world.play(request.reset if kind == "Reset" else request.step, kind))
                except Refused as refused:
                    reply = s.PlayResponse(error=refused.status())
            world.hang.wait()
            if world.lose["Play"] > 0:
                world.lose["Play"] -= 1
                context.abort(grpc.StatusCode.UNAVAILABLE, "lost on the way")
            yield reply
            if world.end_streams:
                return

    def listing(request):
        found = [x.message for x in world.simulations.values()]
        found = [m for m in found if request.labels.items() <= m.labels.items()]
        at = int(request.page_token or 0)
        return s.ListResponse(
            simulations=found[at : at + 2], next_page_token=str(at + 2) if at + 2 < len(found) else ""
        )

    def delete(request):
        world.find(request.simulation_id)
        del world.simulations[request.simulation_id]
        return s.DeleteResponse()

    def observe(request):
        sim = world.find(request.simulation_id)
        if sim.last is None:
            raise Refused(9, "no Reset came before")
        return s.ObserveResponse(outcome=sim.last)

    def get_world(request):
        world.find(request.simulation_id)
        return oracle_pb2.GetWorldResponse(parameters=[column("Gamma", np.arange(6.0).reshape(2, 3))])

    def clicks(request):
        n = world.find(request.simulation_id).message.lanes
        return oracle_pb2.GetClickProbabilitiesResponse(step=1, probabilities=tensor(np.full((n, ITEMS), 0.25)))

    simulations = type(
        "Simulations",
        (simulations_pb2_grpc.SimulationServiceServicer,),
        {
            "Create": method("Create", world.create),
            "Get": method("Get", lambda r: s.GetResponse(simulation=world.find(r.simulation_id).message)),
            "List": method("List", listing),
            "Delete": method("Delete", delete),
            "Observe": method("Observe", observe),
            "Reset": method("Reset", lambda r: s.ResetResponse(outcome=world.play(r, "Reset"))),
            "Play": play,
            "Step": method("Step", lambda r: s.StepResponse(outcome=world.play(r, "Step"))),
        },
    )
    e = environments_pb2
    environments = type(
        "Environments",
        (environments_pb2_grpc.EnvironmentServiceServicer,),
        {
            "ListEnvironments": method(
                "ListEnvironments", lambda r: e.ListEnvironmentsResponse(environments=[environment()])
            ),
            "DescribeEnvironment": method(
                "DescribeEnvironment", lambda r: e.DescribeEnvironmentResponse(environment=environment())
            ),
        },
    )
    oracle = type(
        "Oracle",
        (oracle_pb2_grpc.OracleServiceServicer,),
        {"GetWorld": method("GetWorld", get_world), "GetClickProbabilities": method("GetClickProbabilities", clicks)},
    )
    server = grpc.server(futures.ThreadPoolExecutor(20), options=[("grpc.so_reuseport", 0)])
    simulations_pb2_grpc.add_SimulationServiceServicer_to_server(simulations(), server)
    environments_pb2_grpc.add_EnvironmentServiceServicer_to_server(environments(), server)
    oracle_pb2_grpc.add_OracleServiceServicer_to_server(oracle(), server)
    port = server.add_insecure_port(address)
    server.start()
    return server, port

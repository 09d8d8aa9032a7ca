"""Gymnasium's environments: what a step of one costs beside a bare call, and the rate of vector environments.

    gymnasium_speed.py HOST:PORT PING_HOST:PORT [SECONDS_PER_CASE]

One JSON object a line. A bare call is a unary one of grpcio, without (de)serializers, to a server that does nothing, with
request and reply of the sizes that a step has. Uniform random actions, no log. Rates count the lane-steps that were
played, so not those that only began an episode. Best of three rounds: the machine may have other work.
"""

import json
import statistics
import struct
import sys
import time

import numpy as np

from recarena.gym import RecArenaEnv, RecArenaVectorEnv

import grpc  # noqa: I001  # after recarena, which loads it in its own way

LANES = 1024
UNLOGGED = {"log": False}
SINGLE_CALLS = 200  # in turn with as many bare ones
CASES = [  # what the row says of it, environment, config, observations
    ({"products": 10}, "RecoGym-v1", {"num_products": 10}, ["view_counts"]),
    ({"candidates": 10, "slate": 2}, "RecSim-InterestEvolution-v1", {"num_candidates": 10, "slate_size": 2}, None),
]


def microseconds(call) -> float:
    begin = time.perf_counter()
    call()
    return (time.perf_counter() - begin) * 1e6


def single(address: str, ping: str, seconds: float) -> dict[str, object]:
    """Medians of steps and bare calls, of the best round each."""
    env = RecArenaEnv("RecoGym-v1", address=address, config={"num_products": 10}, seed=7, create=UNLOGGED)
    env.reset(seed=1)
    actions = np.random.default_rng(1).integers(0, 10, 4096).tolist()
    taken = 0

    def step() -> None:
        nonlocal taken, ended
        taken += 1
        _, _, terminated, truncated, _ = env.step(actions[taken % len(actions)])
        ended = terminated or truncated

    requests, replies = [], []
    ended = False
    for _ in range(SINGLE_CALLS):  # warms up, and says how large a step is
        step()
        requests.append(len(env.simulation._step_request([0], None, None)))
        replies.append(len(env.result._reply))
        if ended:
            env.reset()
    request, reply = round(statistics.mean(requests)), round(statistics.mean(replies))
    content = struct.pack("<I", reply) + bytes(request - 4)
    message = b"\x0a" + bytes([len(content) & 0x7F | 0x80, len(content) >> 7]) + content  # a BytesValue
    with grpc.insecure_channel(ping) as channel:
        call = channel.unary_unary("/recarena.benchmarks.PingPong/Call")
        for _ in range(SINGLE_CALLS):
            call(message)
        steps, calls = [], []
        begin = time.perf_counter()
        while time.perf_counter() - begin < seconds:
            round_ = []
            for _ in range(SINGLE_CALLS):
                round_.append(microseconds(step))
                if ended:
                    env.reset()
            steps.append(statistics.median(round_))
            calls.append(statistics.median(microseconds(lambda: call(message)) for _ in range(SINGLE_CALLS)))
    env.close()
    return {
        "case": "gymnasium step / bare call",
        "request_bytes": request,
        "reply_bytes": reply,
        "step_us": round(min(steps), 1),
        "call_us": round(min(calls), 1),
        "share": round(min(calls) / min(steps), 3),
    }


def best(rounds) -> float:
    """Rate of the best of three rounds, of which each gives what was played and the seconds that it took; one warms up."""
    return max([played / taken for played, taken in (rounds() for _ in range(4))][1:])


def vector(make, actions, seconds: float, autoreset: str, halves: int) -> float:
    """Lane-steps a second; with several halves, each is played while the others' results are taken."""
    lanes = LANES // halves
    envs = [make(lanes, autoreset) for _ in range(halves)]
    for i, env in enumerate(envs):
        env.reset(seed=i * lanes)
    plans = [actions(lanes) for _ in range(16)]
    skipped = [0] * halves

    def rounds() -> tuple[float, float]:
        played = calls = 0
        begin = time.perf_counter()
        if halves > 1:
            for env in envs:
                env.send(plans[0])
        while (taken := time.perf_counter() - begin) < seconds / 4:
            for _ in range(8):
                calls += 1
                for i, env in enumerate(envs):
                    if halves == 1:
                        _, _, terminated, truncated, _ = env.step(plans[calls % 16])
                    else:
                        _, _, terminated, truncated, _ = env.recv()
                        env.send(plans[calls % 16])
                    played += lanes - skipped[i]
                    if autoreset == "next_step":
                        skipped[i] = np.count_nonzero(terminated | truncated)
        if halves > 1:
            for env in envs:
                env.recv()
        return played, taken

    rate = best(rounds)
    for env in envs:
        env.close()
    return rate


def main() -> None:
    address, ping = sys.argv[1:3]
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 6.0
    print(json.dumps(single(address, ping, seconds)), flush=True)
    rng = np.random.default_rng(1)
    for about, environment, config, observations in CASES:

        def make(lanes: int, autoreset: str) -> RecArenaVectorEnv:
            return RecArenaVectorEnv(
                environment,  # noqa: B023  # used before the next case
                lanes,
                address=address,
                config=config,  # noqa: B023
                seed=7,
                observations=observations,  # noqa: B023
                autoreset_mode=autoreset,
                create=UNLOGGED,
            )

        def actions(lanes: int) -> np.ndarray:
            if "slate" not in about:  # noqa: B023
                return rng.integers(0, 10, lanes)
            return rng.permuted(np.tile(np.arange(10), (lanes, 1)), axis=1)[:, :2].copy()

        for autoreset, halves in (("next_step", 1), ("same_step", 1), ("next_step", 2)):
            row = {"client": "gymnasium", "environment": environment, **about, "autoreset": autoreset, "halves": halves}
            row["lane_steps_per_s"] = round(vector(make, actions, seconds, autoreset, halves))
            print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()

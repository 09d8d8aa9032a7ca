"""Lane-steps a second of sessions through the Python client: 1,024 lanes, slates of 5 from 100 candidates.

    sessions_speed.py HOST:PORT [SECONDS_PER_CASE]

One JSON object a line. Best of three rounds; the cases of a round are measured in turn. The cases are those of
the Java benchmark `SessionLoopback`.
"""

import json
import sys
import time

import numpy as np

import recarena

LANES = 1024
SIZE = {"num_items": 10_000, "num_candidates": 100, "slate_size": 5}


def rate(client: "recarena.Client", config: dict[str, object], log: bool, seconds: float) -> float:
    rng = np.random.default_rng(1)
    plans = [(rng.integers(100, size=(LANES, 1)) + 7 * np.arange(5)) % 100 for _ in range(16)]
    logging = {} if log else {"log": False}
    with client.create("RecArena-Session-v1", config=config, seed=7, lanes=LANES, autoreset="same_step", **logging) as sim:
        sim.reset()
        for warm in (True, False):
            calls, begin = 0, time.perf_counter()
            while (elapsed := time.perf_counter() - begin) < (1.5 if warm else seconds):
                for _ in range(8):
                    sim.step(plans[calls % len(plans)])
                    calls += 1
    return calls * LANES / elapsed


def main() -> None:
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 6.0
    cases = [(biases, log) for log in (False, True) for biases in ("clean", "feed")]
    best = dict.fromkeys(cases, 0.0)
    with recarena.connect(sys.argv[1]) as client:
        for _ in range(3):
            for biases, log in cases:
                config = SIZE | {"preset": biases}
                best[biases, log] = max(best[biases, log], rate(client, config, log, seconds / 3))
    for (biases, log), figure in best.items():
        name = f"session {biases}, log {'default' if log else 'off'}"
        print(json.dumps({"client": "python", "case": name, "lanes": LANES, "lane_steps_per_s": round(figure)}))


if __name__ == "__main__":
    main()

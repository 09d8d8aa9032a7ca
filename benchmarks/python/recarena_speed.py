"""Lane-steps a second through the Python client, uniform random actions, nothing trained.

    recarena_speed.py HOST:PORT [SECONDS_PER_CASE]

One JSON object a line. Best of three rounds: the machine may have other work.
"""

import json
import sys
import time

import numpy as np

import recarena

CASES = [  # products, observations, lanes
    (10, ["view_counts"], 1),
    (10, ["view_counts"], 1024),
    (10, ["view_counts"], 4096),
    (1000, ["views"], 1024),
    (10_000, ["views"], 1024),
]


def rate(client: "recarena.Client", products: int, observations: list[str], lanes: int, seconds: float) -> float:
    plans = [np.random.default_rng(i).integers(0, products, lanes) for i in range(64)]
    with client.create(
        "RecoGym-v1",
        config={"num_products": products},
        seed=7,
        lanes=lanes,
        autoreset="same_step",
        observations=observations,
    ) as sim:
        sim.reset()
        for plan in plans[:20]:
            sim.step(plan)
        best = 0.0
        for _ in range(3):
            calls, begin = 0, time.perf_counter()
            while (elapsed := time.perf_counter() - begin) < seconds / 3:
                for _ in range(8):
                    sim.step(plans[calls % len(plans)])
                    calls += 1
            best = max(best, calls * lanes / elapsed)
    return best


def main() -> None:
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 6.0
    with recarena.connect(sys.argv[1]) as client:
        for products, observations, lanes in CASES:
            print(
                json.dumps(
                    {
                        "client": "python",
                        "products": products,
                        "lanes": lanes,
                        "lane_steps_per_s": round(rate(client, products, observations, lanes, seconds)),
                    }
                ),
                flush=True,
            )


if __name__ == "__main__":
    main()

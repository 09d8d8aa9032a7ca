"""Lane-steps a second of the slate environments through the Python client: 1,024 lanes, distinct random documents.

    slates_speed.py HOST:PORT [SECONDS_PER_CASE]

One JSON object a line. Best of three rounds, as in `recsim_speed.py`: the machine may have other work. The server logs
with its default settings.
"""

import json
import sys
import time

import numpy as np

import recarena

LANES = 1024
CASES = [  # environment, candidates, slate size, whether documents are drawn anew after each step
    ("RecSim-InterestEvolution-v1", 10, 2, True),
    ("RecSim-InterestEvolution-v1", 100, 5, True),
    ("RecSim-InterestEvolution-v1", 100, 5, False),
    ("RecSim-InterestExploration-v1", 15, 2, True),
    ("RecSim-InterestExploration-v1", 100, 5, True),
    ("RecSim-LongTermSatisfaction-v1", 10, 1, True),
    ("RecSim-LongTermSatisfaction-v1", 100, 5, True),
]


def rate(client: "recarena.Client", environment: str, config: dict[str, object], seconds: float) -> float:
    rng = np.random.default_rng(1)
    candidates = np.tile(np.arange(config["num_candidates"]), (LANES, 1))
    plans = [rng.permuted(candidates, axis=1)[:, : config["slate_size"]].copy() for _ in range(16)]
    with client.create(environment, config=config, seed=7, lanes=LANES, autoreset="same_step") as sim:
        sim.reset()
        best = 0.0
        for round_ in range(4):  # the first warms up
            calls, begin = 0, time.perf_counter()
            while (elapsed := time.perf_counter() - begin) < seconds / 3:
                for _ in range(8):
                    sim.step(plans[calls % len(plans)])
                    calls += 1
            best = max(best, calls * LANES / elapsed) if round_ else 0.0
    return best


def main() -> None:
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 6.0
    with recarena.connect(sys.argv[1]) as client:
        for environment, candidates, slate, resampled in CASES:
            config = {"num_candidates": candidates, "slate_size": slate, "resample_documents": resampled}
            print(
                json.dumps(
                    {
                        "client": "python",
                        "environment": environment,
                        "candidates": candidates,
                        "slate": slate,
                        "resampled": resampled,
                        "lanes": LANES,
                        "lane_steps_per_s": round(rate(client, environment, config, seconds)),
                    }
                ),
                flush=True,
            )


if __name__ == "__main__":
    main()

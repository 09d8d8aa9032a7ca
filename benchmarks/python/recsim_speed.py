"""Steps a second of the reference: package `recsim-no-tf`, in one Python process, distinct random documents.

    recsim_speed.py [SECONDS_PER_CASE]

One JSON object a line. Best of three rounds, as in `slates_speed.py`: the machine may have other work.
"""

import json
import sys
import time
import warnings

warnings.filterwarnings("ignore")

import numpy as np  # noqa: E402
from recsim.environments import interest_evolution, interest_exploration, long_term_satisfaction  # noqa: E402

CASES = [  # environment, its module, candidates, slate size, whether documents are drawn anew after each step
    ("RecSim-InterestEvolution-v1", interest_evolution, 10, 2, True),
    ("RecSim-InterestEvolution-v1", interest_evolution, 100, 5, True),
    ("RecSim-InterestEvolution-v1", interest_evolution, 100, 5, False),
    ("RecSim-InterestExploration-v1", interest_exploration, 15, 2, True),
    ("RecSim-InterestExploration-v1", interest_exploration, 100, 5, True),
    ("RecSim-LongTermSatisfaction-v1", long_term_satisfaction, 10, 1, True),
    ("RecSim-LongTermSatisfaction-v1", long_term_satisfaction, 100, 5, True),
]
MOST_STEPS = 100  # of an episode, since interest exploration never ends by itself


def rate(module, candidates: int, slate: int, resampled: bool, seconds: float) -> float:
    env = module.create_environment(
        {"num_candidates": candidates, "slate_size": slate, "resample_documents": resampled, "seed": 42}
    )
    rng = np.random.default_rng(1)
    slates = [rng.permutation(candidates)[:slate].tolist() for _ in range(1 << 10)]
    best = 0.0
    for _ in range(3):
        steps, begin = 0, time.perf_counter()
        while (elapsed := time.perf_counter() - begin) < seconds / 3:
            env.reset()
            for _ in range(MOST_STEPS):
                done = env.step(slates[steps % len(slates)])[2]
                steps += 1
                if done:
                    break
        best = max(best, steps / elapsed)
    return best


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 6.0
    for environment, module, candidates, slate, resampled in CASES:
        print(
            json.dumps(
                {
                    "peer": "recsim",
                    "environment": environment,
                    "candidates": candidates,
                    "slate": slate,
                    "resampled": resampled,
                    "steps_per_s": round(rate(module, candidates, slate, resampled, seconds)),
                }
            ),
            flush=True,
        )


if __name__ == "__main__":
    main()

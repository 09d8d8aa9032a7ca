"""Bandit steps a second of the reference: package `recogym`, in one Python process, uniform random actions.

    recogym_speed.py [SECONDS_PER_CASE]

One JSON object a line. Best of three rounds, as in `recarena_speed.py`: the machine may have other work.
"""

import json
import sys
import time
import warnings

warnings.filterwarnings("ignore")

import numpy as np  # noqa: E402
from recogym import env_1_args  # noqa: E402
from recogym.envs.reco_env_v1 import RecoEnv1  # noqa: E402


def rate(products: int, seconds: float) -> float:
    env = RecoEnv1()
    env.init_gym({**env_1_args, "num_products": products, "random_seed": 42})
    actions = np.random.default_rng(1).integers(0, products, 1 << 16).tolist()
    best, user = 0.0, 0
    for _ in range(3):
        steps, begin = 0, time.perf_counter()
        while (elapsed := time.perf_counter() - begin) < seconds / 3:
            env.reset(user)
            user += 1
            _, _, done, _ = env.step(None)
            while not done:
                _, _, done, _ = env.step(actions[steps % len(actions)])
                steps += 1
        best = max(best, steps / elapsed)
    return best


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 6.0
    for products in (10, 1000, 10_000):
        print(json.dumps({"peer": "recogym", "products": products, "steps_per_s": round(rate(products, seconds))}), flush=True)


if __name__ == "__main__":
    main()

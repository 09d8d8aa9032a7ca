"""PPO of Stable-Baselines3 learns what to recommend, and is held against chance.

    pip install './client-python-stub[gymnasium]' stable-baselines3
    python examples/python/stable_baselines3_ppo.py --address localhost:50051

Without --address a server is started. Ends with exit code 1 where the learnt policy is not better than random
recommendations by `MARGIN`, with `CONFIDENCE`.
"""

import argparse
import math
import sys

import numpy as np
import torch
from stable_baselines3 import PPO

from recarena.compat.stable_baselines3 import RecArenaVecEnv

#: The learnt click-through rate has to exceed this multiple of the random one.
MARGIN = 1.3
#: Standard errors for a confidence of 99.9 %, one-sided.
CONFIDENCE = 3.09
LANES = 64
WORLD = {"config": {"num_products": 10}, "seed": 42, "observations": ["view_counts"]}


def click_through(choose, address, steps, seed):
    """Clicks in each recommendation of fresh users."""
    env = RecArenaVecEnv("RecoGym-v1", LANES, address=address, **WORLD, labels={"phase": "evaluation"})
    env.seed(seed)
    observation, clicks = env.reset(), 0.0
    for _ in range(steps):
        observation, reward, _, _ = env.step(choose(observation))
        clicks += reward.sum()
    env.close()
    return clicks / (steps * LANES), steps * LANES


def main():
    """Trains, evaluates both policies on the same users, and says whether the learnt one is better."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--address", help="of a running server; without it one is started")
    parser.add_argument("--timesteps", type=int, default=80_000)
    parser.add_argument("--evaluation-steps", type=int, default=1_500)
    arguments = parser.parse_args()

    # The networks are too small for several threads.
    torch.set_num_threads(1)
    env = RecArenaVecEnv("RecoGym-v1", LANES, address=arguments.address, **WORLD, labels={"phase": "training"})
    env.seed(0)
    model = PPO("MultiInputPolicy", env, n_steps=128, batch_size=2048, learning_rate=2e-3, gamma=0.0, seed=1)
    model.learn(arguments.timesteps)
    env.close()

    rng = np.random.default_rng(0)
    learnt, n = click_through(
        lambda o: model.predict(o, deterministic=True)[0], arguments.address, arguments.evaluation_steps, 1_000
    )
    chance, _ = click_through(
        lambda o: rng.integers(10, size=LANES), arguments.address, arguments.evaluation_steps, 1_000
    )
    # Steps of one user are not independent; a factor of 2 on the variance is on the safe side of what they share.
    error = math.sqrt(2 * (learnt * (1 - learnt) + MARGIN**2 * chance * (1 - chance)) / n)
    better = learnt - MARGIN * chance > CONFIDENCE * error
    print(f"click-through rate: learnt {learnt:.4f}, random {chance:.4f} ({n} recommendations each)")
    print(f"better by {MARGIN:g} times with 99.9 % confidence: {'yes' if better else 'no'}")
    return 0 if better else 1


if __name__ == "__main__":
    sys.exit(main())

"""PPO of RLlib learns what to recommend, its runners all playing on one server, and is held against chance.

    pip install './client-python-stub[gymnasium]' 'ray[rllib]' torch
    python examples/python/rllib_ppo.py --address localhost:50051

With `--ray ADDRESS` the runners are on the machines of a running Ray cluster; docs/rllib.md says how.
Ends with exit code 1 where the learnt policy is not better than random recommendations by `MARGIN`, with `CONFIDENCE`.
"""

import argparse
import math
import sys

import numpy as np
import ray
import torch
from ray.rllib.algorithms.ppo import PPOConfig
from ray.rllib.connectors.env_to_module import FlattenObservations
from ray.rllib.core.rl_module.default_model_config import DefaultModelConfig
from ray.tune import register_env

from recarena.compat.rllib import RecArenaRunnerEnv, make

#: The learnt click-through rate has to exceed this multiple of the random one.
MARGIN = 1.3
#: Standard errors for a confidence of 99.9 %, one-sided.
CONFIDENCE = 3.09
LANES = 64
WORLD = {
    "environment": "RecoGym-v1",
    "config": {"num_products": 10},
    "seed": 42,
    "observations": ["view_counts"],
}


def algorithm(arguments):
    """Some runners with some lanes each, and a learner here."""
    register_env("recarena", make)
    settings = {**WORLD, "address": arguments.address, "labels": {"phase": "training"}}
    config = PPOConfig()
    config.environment("recarena", env_config=settings)
    config.env_runners(
        num_env_runners=arguments.runners,
        num_envs_per_env_runner=LANES,
        gym_env_vectorize_mode="vector_entry_point",
        env_to_module_connector=lambda env=None, spaces=None, device=None: FlattenObservations(),
        rollout_fragment_length=64,
    )
    config.training(
        train_batch_size_per_learner=64 * LANES * arguments.runners,
        minibatch_size=1024,
        num_epochs=6,
        lr=2e-3,
        gamma=0.0,
    )
    config.rl_module(model_config=DefaultModelConfig(fcnet_hiddens=[64, 64]))
    # Every runner draws its users' seeds from this.
    config.debugging(seed=1)
    return config.build_algo()


def click_through(choose, address, steps):
    """Clicks in each recommendation of users that nobody was trained on."""
    env = RecArenaRunnerEnv(**WORLD, num_envs=LANES, address=address, autoreset_mode="same_step")
    observations, _ = env.reset(seed=1_000)
    clicks = 0.0
    for _ in range(steps):
        observations, rewards, *_ = env.step(choose(observations["view_counts"]))
        clicks += rewards.sum()
    env.close()
    return clicks / (steps * LANES), steps * LANES


def main():
    """Trains, evaluates both policies on the same users, and says whether the learnt one is better."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--address", required=True, help="of the server, as the runners' machines know it")
    parser.add_argument("--ray", help="address of a running Ray cluster; without it one is started on this machine")
    parser.add_argument("--runners", type=int, default=2)
    parser.add_argument("--iterations", type=int, default=6)
    parser.add_argument("--evaluation-steps", type=int, default=1_500)
    arguments = parser.parse_args()

    # The networks are too small for several threads.
    torch.set_num_threads(1)
    ray.init(address=arguments.ray, include_dashboard=False)
    learner = algorithm(arguments)
    places = learner.env_runner_group.foreach_env_runner(
        lambda runner: ray.get_runtime_context().get_node_id(), local_env_runner=False
    )
    print(f"{len(places)} runners on {len(set(places))} machines")
    for iteration in range(arguments.iterations):
        found = learner.train()["env_runners"]
        print(f"iteration {iteration}: {found['num_env_steps_sampled_lifetime']:.0f} recommendations", flush=True)
    module = learner.get_module()

    def most_likely(view_counts):
        seen = torch.from_numpy(view_counts.astype(np.float32))
        with torch.no_grad():
            return module.forward_inference({"obs": seen})["action_dist_inputs"].argmax(dim=1).numpy()

    rng = np.random.default_rng(0)
    learnt, n = click_through(most_likely, arguments.address, arguments.evaluation_steps)
    chance, _ = click_through(lambda seen: rng.integers(10, size=LANES), arguments.address, arguments.evaluation_steps)
    learner.stop()
    ray.shutdown()
    # Steps of one user are not independent; a factor of 2 on the variance is on the safe side of what they share.
    error = math.sqrt(2 * (learnt * (1 - learnt) + MARGIN**2 * chance * (1 - chance)) / n)
    better = learnt - MARGIN * chance > CONFIDENCE * error
    print(f"click-through rate: learnt {learnt:.4f}, random {chance:.4f} ({n} recommendations each)")
    print(f"better by {MARGIN:g} times with 99.9 % confidence: {'yes' if better else 'no'}")
    return 0 if better else 1


if __name__ == "__main__":
    sys.exit(main())

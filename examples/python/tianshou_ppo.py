"""PPO of Tianshou learns what to recommend, and is held against chance.

    pip install './client-python-stub[gymnasium]' tianshou
    python examples/python/tianshou_ppo.py --address localhost:50051

Without --address a server is started. Ends with exit code 1 where the learnt policy is not better than random
recommendations by `MARGIN`, with `CONFIDENCE`.
"""

import argparse
import math
import sys

import numpy as np
import torch
from tianshou.algorithm import PPO
from tianshou.algorithm.modelfree.reinforce import DiscreteActorPolicy
from tianshou.algorithm.optim import AdamOptimizerFactory
from tianshou.data import Batch, Collector, VectorReplayBuffer
from tianshou.trainer import OnPolicyTrainerParams
from tianshou.utils.net.common import Net
from tianshou.utils.net.discrete import DiscreteActor, DiscreteCritic

from recarena.compat.tianshou import RecArenaVenv

#: The learnt click-through rate has to exceed this multiple of the random one.
MARGIN = 1.3
#: Standard errors for a confidence of 99.9 %, one-sided.
CONFIDENCE = 3.09
LANES = 64
PRODUCTS = 10
WORLD = {"config": {"num_products": PRODUCTS}, "seed": 42, "observations": ["view_counts"]}


class ViewCounts(Net):
    """A network that reads the one observation that was asked for."""

    def forward(self, obs, state=None, info=None):
        """Tianshou gives observations by name."""
        return super().forward(np.asarray(obs["view_counts"], np.float32), state, info)


def algorithm(action_space):
    """PPO with a network for the policy and one for the value."""
    actor, critic = (ViewCounts(state_shape=PRODUCTS, hidden_sizes=(64, 64), activation=torch.nn.Tanh) for _ in "ab")
    policy = DiscreteActorPolicy(
        actor=DiscreteActor(preprocess_net=actor, action_shape=PRODUCTS, softmax_output=False),
        action_space=action_space,
        deterministic_eval=True,
    )
    return PPO(
        policy=policy,
        critic=DiscreteCritic(preprocess_net=critic),
        optim=AdamOptimizerFactory(lr=2e-3),
        gamma=0.0,
        gae_lambda=0.0,
        ent_coef=0.0,
    )


def click_through(choose, address, steps):
    """Clicks in each recommendation of users that nobody was trained on."""
    env = RecArenaVenv("RecoGym-v1", LANES, address=address, **WORLD, labels={"phase": "evaluation"})
    (observations, _), clicks = env.reset(seed=1_000), 0.0
    for _ in range(steps):
        observations, rewards, terminated, truncated, _ = env.step(choose(observations))
        clicks += rewards.sum()
        ended = np.flatnonzero(terminated | truncated)
        if len(ended):
            observations[ended] = env.reset(ended)[0]
    env.close()
    return clicks / (steps * LANES), steps * LANES


def main():
    """Trains, evaluates both policies on the same users, and says whether the learnt one is better."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--address", help="of a running server; without it one is started")
    parser.add_argument("--timesteps", type=int, default=40_000)
    parser.add_argument("--evaluation-steps", type=int, default=800)
    arguments = parser.parse_args()

    # The networks are too small for several threads.
    torch.set_num_threads(1)
    torch.manual_seed(1)
    np.random.seed(1)
    env = RecArenaVenv("RecoGym-v1", LANES, address=arguments.address, **WORLD, labels={"phase": "training"})
    env.seed(0)
    learner = algorithm(env.action_space[0])
    n_step = 128 * LANES
    learner.run_training(
        OnPolicyTrainerParams(
            training_collector=Collector(learner, env, VectorReplayBuffer(n_step, LANES)),
            max_epochs=1,
            epoch_num_steps=arguments.timesteps,
            collection_step_num_env_steps=n_step,
            update_step_num_repetitions=6,
            batch_size=2048,
            show_progress=False,
        )
    )
    env.close()

    def most_likely(observations):
        with torch.no_grad():
            return learner.policy(Batch(obs=observations, info=Batch())).act.numpy()

    rng = np.random.default_rng(0)
    learnt, n = click_through(most_likely, arguments.address, arguments.evaluation_steps)
    chance, _ = click_through(
        lambda seen: rng.integers(PRODUCTS, size=LANES), arguments.address, arguments.evaluation_steps
    )
    # Steps of one user are not independent; a factor of 2 on the variance is on the safe side of what they share.
    error = math.sqrt(2 * (learnt * (1 - learnt) + MARGIN**2 * chance * (1 - chance)) / n)
    better = learnt - MARGIN * chance > CONFIDENCE * error
    print(f"click-through rate: learnt {learnt:.4f}, random {chance:.4f} ({n} recommendations each)")
    print(f"better by {MARGIN:g} times with 99.9 % confidence: {'yes' if better else 'no'}")
    return 0 if better else 1


if __name__ == "__main__":
    sys.exit(main())

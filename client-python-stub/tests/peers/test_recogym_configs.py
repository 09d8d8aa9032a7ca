"""Configs drawn at random, played in process and on the server: the same worlds and trajectories, event for event."""

import random

import numpy as np
import pytest
from recogym import Configuration, env_0_args, env_1_args
from recogym.envs import RecoEnv0, RecoEnv1
from recogym.envs.features.time import NormalTimeGenerator

from recarena.compat.recogym import make

STEPS = 100


def drawn(seed):
    """An environment's id, its class and its arguments, extremes among them."""
    numbers = random.Random(seed)
    version = numbers.choice([0, 1, 1])
    args = dict(env_0_args if version == 0 else env_1_args)
    args["random_seed"] = numbers.choice([0, 2**32 - 1, numbers.randrange(2**32)])
    args.update(_transitions(numbers))
    if version == 0:
        args["num_clusters"] = numbers.choice([1, 2, 3, 8])
        args["num_products"] = args["num_clusters"] * numbers.randint(1, 12)
        args["phi_var"] = numbers.choice([0, 0.1, 5.0, 1e5])
    else:
        products = numbers.choice([1, numbers.randint(2, 40), numbers.randint(41, 1000)])
        args["num_products"] = products
        args["K"] = numbers.randint(1, 25)
        args["number_of_flips"] = numbers.choice([0, 1, products // 2, 2 * products])
        args["normalize_beta"] = numbers.random() < 0.5
        args["change_omega_for_bandits"] = numbers.random() < 0.5
        for sigma in ("sigma_omega_initial", "sigma_omega", "sigma_mu_organic"):
            args[sigma] = numbers.choice([0, 1.0, numbers.uniform(0, 3), 1000.0])
    if numbers.random() < 0.4:
        clock = {"normal_time_mu": numbers.choice([0, -2.5, 1e3]), "normal_time_sigma": numbers.choice([0, 0.5, 7.0])}
        args["time_generator"] = NormalTimeGenerator(Configuration({**args, **clock}))
    return f"RecoGym-v{version}", (RecoEnv0, RecoEnv1)[version], args


def _transitions(numbers):
    if numbers.random() < 0.15:
        # Nobody is ever shown anything, so what comes after a recommendation does not matter.
        return {"prob_organic_to_bandit": 0, "prob_leave_organic": numbers.choice([0.3, 1])}
    leave = numbers.choice([0, 0.01, numbers.uniform(0, 0.5)])
    return {
        "prob_leave_organic": leave,
        "prob_organic_to_bandit": numbers.choice([1 - leave, numbers.uniform(0.05, 1 - leave)]),
        "prob_bandit_to_organic": numbers.choice([0, 1 - leave, numbers.uniform(0, 1 - leave)]),
    }


def play(env, products):
    """What is seen in some steps, and the times; every other action is the built-in logging policy's."""
    seen, times = [], []
    observation, reward, done = None, None, True
    for t in range(STEPS):
        if done:
            env.reset(t)
        if done or t % 2:
            product = None if done else 7 * t % products
            observation, reward, done, _ = env.step(product)
        else:
            action, observation, reward, done, _ = env.step_offline(observation, reward, done)
            product = action["a"]
        times.append(observation.context().time())
        times.extend(view["t"] for view in observation.sessions())
        seen.append((product, reward, [view["v"] for view in observation.sessions()], done))
    return seen, times


@pytest.mark.parametrize("seed", range(25))
def test_trajectories_are_the_same(address, seed):
    environment, kind, args = drawn(seed)
    theirs = kind()
    theirs.init_gym(args)
    ours = make(environment, args, address=address)
    try:
        world = ours._remote.simulation.oracle.world()
        if kind is RecoEnv1:
            pairs = {"Gamma": theirs.Gamma, "mu_organic": theirs.mu_organic, "Beta": theirs.beta}
            pairs["mu_bandit"] = theirs.mu_bandit
        else:
            pairs = {"phi": theirs.phi, "click_probs": theirs.click_probs}
        for name, values in pairs.items():
            np.testing.assert_allclose(world[name], values.reshape(world[name].shape), 1e-12, 1e-12, err_msg=name)
        expected, expected_times = play(theirs, args["num_products"])
        seen, times = play(ours, args["num_products"])
        assert seen == expected, args
        np.testing.assert_allclose(times, expected_times, 1e-12, 1e-12)
    finally:
        ours.close()

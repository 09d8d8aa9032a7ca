"""RLlib's runners on a server."""

import numpy as np
import pytest
from ray.cluster_utils import Cluster

import recarena
from recarena.compat.rllib import make

SETTINGS = {"environment": "RecoGym-v1", "seed": 42, "observations": ["view_counts"], "num_envs": 50}


@pytest.fixture
def two_machines(monkeypatch):
    """A Ray cluster of two nodes, of which each has room for one runner."""
    monkeypatch.setenv("RAY_AUTH_MODE", "disabled")  # else Ray writes a token into the home directory
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    try:
        cluster.add_node(num_cpus=1)
        yield cluster.address
    finally:
        cluster.shutdown()


def first_users(server, seed):
    env = make({**SETTINGS, "address": server.address})
    seen = env.reset(seed=seed)[0]["view_counts"]
    env.close()
    return seen


def test_runners_share_a_world_and_no_users(server):
    """Ten views over ten products: two users of fifty look alike by chance, forty-nine in order do not."""
    one, again, two = (first_users(server, seed) for seed in (7, 7, 8))
    assert np.array_equal(one, again)
    assert not np.array_equal(one[1:], two[:-1])
    assert not np.array_equal(one, two)
    assert not np.array_equal(first_users(server, None), first_users(server, None))


def test_later_resets_go_on(server):
    env = make({**SETTINGS, "address": server.address})
    env.reset(seed=7)
    assert (env.reset()[1]["episode_number"] >= 1).all()
    env.close()


def test_what_is_missing_is_said(server):
    with pytest.raises(recarena.InvalidArgument, match="vector_entry_point"):
        make({"environment": "RecoGym-v1"})
    with pytest.raises(recarena.InvalidArgument, match='no "environment"'):
        make({"num_envs": 2})


def test_the_example_learns_on_two_machines(run_example, two_machines):
    said = run_example("examples/python/rllib_ppo.py", "--ray", two_machines)
    assert "2 runners on 2 machines" in said
    assert "confidence: yes" in said

"""The server's dm_env_rpc side: the protocol's own compliance suite, an agent of dm_env, and what RecArena adds."""

import contextlib
import threading

import grpc
import numpy as np
import pytest
from absl.testing import absltest
from dm_env import test_utils as dm_env_tests
from dm_env_rpc.v1 import connection as dm_env_rpc_connection
from dm_env_rpc.v1 import dm_env_adaptor, dm_env_rpc_pb2, error, tensor_utils
from dm_env_rpc.v1.compliance import create_destroy_world, join_leave_world, reset, reset_world, step
from dm_env_rpc.v1.extensions import properties
from google.protobuf import any_pb2, empty_pb2

import recarena

RUNNING = dm_env_rpc_pb2.EnvironmentStateType.RUNNING
INTERRUPTED = dm_env_rpc_pb2.EnvironmentStateType.INTERRUPTED

WORLDS = {
    "Bandit": {"environment": "RecoGym-v1", "num_products": 10, "seed": 42},
    "Slate": {"environment": "RecSim-InterestEvolution-v1", "seed": 42},
    "Users": {"environment": "RecSim-InterestEvolution-v1", "num_users": 3, "seed": 42},
}


def packed(settings):
    return {name: tensor_utils.pack_tensor(value) for name, value in settings.items()}


@contextlib.contextmanager
def connected(server):
    with grpc.insecure_channel(server.address) as channel:
        connection = dm_env_rpc_connection.Connection(channel)
        try:
            yield connection
        finally:
            connection.close()


@contextlib.contextmanager
def playing(server, settings, **kwargs):
    """A dm_env environment, its connection and the name of its world."""
    with connected(server) as connection:
        env, name = dm_env_adaptor.create_and_join_world(connection, settings, {}, **kwargs)
        try:
            yield env, connection, name
        finally:
            env.close()
            connection.send(dm_env_rpc_pb2.DestroyWorldRequest(world_name=name))


# The compliance suite.


class _World:
    """What the suite's classes ask of their subclasses, on a connection and a world of their own for each test."""

    settings: dict
    connection = None
    world_name = None
    has_multiple_world_support = True

    @pytest.fixture(autouse=True)
    def _connect(self, server):
        with connected(server) as self.connection:
            request = dm_env_rpc_pb2.CreateWorldRequest(settings=packed(self.settings))
            self.world_name = self.connection.send(request).world_name
            self.prepare()
            yield
            self.connection.send(dm_env_rpc_pb2.LeaveWorldRequest())
            self.connection.send(dm_env_rpc_pb2.DestroyWorldRequest(world_name=self.world_name))

    def prepare(self):
        pass

    @property
    def required_world_settings(self):
        return packed({"environment": self.settings["environment"]})

    @property
    def invalid_world_settings(self):
        return packed({"no_such_setting": 1, "seed": -1, "observations": ["no such observation"]})

    @property
    def invalid_join_settings(self):
        return packed({"no_such_setting": 1, "seed": -1})


class _Joins(_World):
    """For suites that know how to join."""

    def join_world(self):
        request = dm_env_rpc_pb2.JoinWorldRequest(world_name=self.world_name)
        return self.connection.send(request).specs


class _IsJoined(_Joins):
    """For suites that begin in a world."""

    specs = None

    def prepare(self):
        self.specs = self.join_world()


SUITES = {
    "CreateDestroyWorld": (_World, create_destroy_world.CreateDestroyWorld),
    "JoinLeaveWorld": (_World, join_leave_world.JoinLeaveWorld),
    "Reset": (_Joins, reset.Reset),
    "ResetWorld": (_World, reset_world.ResetWorld),
    "Step": (_IsJoined, step.Step),
}

# pytest finds test classes by name in the module: one for each suite and world.
for _world, _settings in WORLDS.items():
    for _suite, _bases in SUITES.items():
        _name = f"Test{_suite}{_world}"
        globals()[_name] = type(_name, _bases, {"settings": _settings, "__module__": __name__})


# An agent of dm_env, through the package's adaptor.


class _Adapted(dm_env_tests.EnvironmentTestMixin):
    """dm_env's own test of environments; its specifications cannot express observations of varying length."""

    settings: dict
    observations: list

    @pytest.fixture(autouse=True)
    def _connect(self, server):
        with connected(server) as self.connection:
            yield
            self.connection.send(dm_env_rpc_pb2.DestroyWorldRequest(world_name=self.world_name))

    def make_object_under_test(self):
        env, self.world_name = dm_env_adaptor.create_and_join_world(
            self.connection, self.settings, {}, requested_observations=self.observations
        )
        return env

    def make_action_sequence(self):
        rng = np.random.default_rng(7)
        spec = self.environment.action_spec()
        for _ in range(200):
            yield {name: random_action(part, rng) for name, part in spec.items()}


def random_action(spec, rng):
    return rng.integers(spec.minimum, spec.maximum + 1, size=spec.shape or None, dtype=spec.dtype)


class TestDmEnvBandit(_Adapted, absltest.TestCase):
    settings = WORLDS["Bandit"]
    observations = ("view_counts", "last_view", "time", "signal.click")


class TestDmEnvSlate(_Adapted, absltest.TestCase):
    settings = WORLDS["Slate"]
    observations = ("user", "signal.click")


class TestDmEnvUsers(_Adapted, absltest.TestCase):
    settings = WORLDS["Users"]
    observations = ("user", "signal.click")


def test_agent_plays_the_same_users_as_with_a_client_of_our_own(server, client):
    """A bandit of dm_env learns which product is clicked; the same actions by RecArena's client bring the same."""
    config = {"num_products": 10}
    played = []
    with playing(server, {"environment": "RecoGym-v1", "seed": 7, **config}) as (env, _, _):
        rng = np.random.default_rng(0)
        clicks, shown = np.ones(10), np.full(10, 20.0)
        for _ in range(20):
            timestep = env.reset()
            while not timestep.last():
                item = int(np.argmax(rng.beta(clicks, shown)))
                timestep = env.step({"item": item})
                assert timestep.discount == (0.0 if timestep.last() else 1.0)
                clicks[item] += timestep.reward
                shown[item] += 1 - timestep.reward
                played.append((item, float(timestep.reward), timestep.last(), list(timestep.observation["views"])))
    assert len(played) > 100
    with client.create("RecoGym-v1", config=config, seed=7, autoreset="disabled") as sim:
        over = True
        for item, reward, last, views in played:
            if over:
                sim.reset()
            result = sim.step([item])
            over = bool(result.terminated[0])
            assert (float(result.rewards[0]), over) == (reward, last)
            assert list(result.observations["views"][0]) == views


# What the suite leaves open.


def step_of(connection, **kwargs):
    return connection.send(dm_env_rpc_pb2.StepRequest(**kwargs))


def join(connection, name, **settings):
    request = dm_env_rpc_pb2.JoinWorldRequest(world_name=name, settings=packed(settings))
    return connection.send(request).specs


def test_specs_are_complete(server):
    with playing(server, WORLDS["Slate"]) as (env, connection, name):
        connection.send(dm_env_rpc_pb2.LeaveWorldRequest())
        specs = join(connection, name)
        assert [(spec.name, list(spec.shape)) for spec in specs.actions.values()] == [("slate", [2])]
        slate = env.action_spec()["slate"]
        assert (slate.minimum, slate.maximum) == (0, 9)
        names = {spec.name for spec in specs.observations.values()}
        info = next(e for e in recarena_environments(server) if e.id == WORLDS["Slate"]["environment"])
        assert names == (
            {"reward"} | {spec.name for spec in info.observations} | {f"signal.{spec.name}" for spec in info.signals}
        )


def recarena_environments(server):
    with recarena.connect(server.address) as client:
        return client.environments()


def test_chosen_observations_are_those_there_are(server):
    settings = {**WORLDS["Bandit"], "observations": ["view_counts"]}
    with playing(server, settings) as (env, _, _):
        assert set(env.reset().observation) == {"view_counts", "signal"}


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"environment": "RecoGym-v9"}, "RecoGym-v9"),
        ({"environment": "RecoGym-v1", "num_product": 10}, "settings.num_product .*did you mean num_products"),
        ({"environment": "RecoGym-v1", "num_products": 0}, "settings.num_products is 0"),
        ({"environment": "RecoGym-v1", "seed": -1}, "settings.seed is -1"),
        ({"environment": "RecoGym-v1", "seed": 1.5}, "settings.seed is 1.5"),
        ({"environment": "RecoGym-v1", "random": "{no json"}, "settings.random is no JSON"),
        ({"seed": 1}, "settings.environment is missing"),
    ],
)
def test_wrong_settings_are_named(server, settings, message):
    with connected(server) as connection, pytest.raises(error.DmEnvRpcError, match=message):
        connection.send(dm_env_rpc_pb2.CreateWorldRequest(settings=packed(settings)))


@pytest.mark.parametrize("shape", [[1 << 30, 1 << 30], [-1, -1], [3, -1], [1] * 100])
def test_impossible_shapes_are_refused(server, shape):
    tensor = tensor_utils.pack_tensor(1.0)
    tensor.shape.extend(shape)
    request = dm_env_rpc_pb2.CreateWorldRequest(
        settings={**packed({"environment": "RecoGym-v1"}), "sigma_omega": tensor}
    )
    with connected(server) as connection, pytest.raises(error.DmEnvRpcError, match=r"settings\.sigma_omega"):
        connection.send(request)


def test_a_world_has_one_agent(server):
    with playing(server, WORLDS["Bandit"]) as (_, connection, name), connected(server) as other:
        with pytest.raises(error.DmEnvRpcError, match="has an agent already"):
            join(other, name)
        connection.send(dm_env_rpc_pb2.LeaveWorldRequest())
        join(other, name)
        other.send(dm_env_rpc_pb2.LeaveWorldRequest())


def test_the_end_of_a_stream_leaves(server):
    with connected(server) as connection:
        world = connection.send(dm_env_rpc_pb2.CreateWorldRequest(settings=packed(WORLDS["Bandit"]))).world_name
        with connected(server) as other:
            join(other, world)
        wait_until_left(connection, world)
        connection.send(dm_env_rpc_pb2.LeaveWorldRequest())
        connection.send(dm_env_rpc_pb2.DestroyWorldRequest(world_name=world))


def wait_until_left(connection, world):
    """The end of a stream reaches the server at some time; there is nothing else to wait for it by."""
    pause = threading.Event()
    for _ in range(500):
        try:
            join(connection, world)
            return
        except error.DmEnvRpcError:
            pause.wait(0.02)
    raise AssertionError("the server still has the agent of a closed stream")


def test_a_reset_world_interrupts_whoever_is_in_it(server):
    with playing(server, WORLDS["Bandit"]) as (_, connection, name), connected(server) as other:
        first = step_of(connection, requested_observations=[1])
        assert first.state == RUNNING
        other.send(dm_env_rpc_pb2.ResetWorldRequest(world_name=name))
        assert step_of(connection).state == INTERRUPTED
        assert step_of(connection).state == RUNNING


def test_a_world_can_be_destroyed_by_others_only(server):
    with connected(server) as connection, connected(server) as other:
        world = connection.send(dm_env_rpc_pb2.CreateWorldRequest(settings=packed(WORLDS["Bandit"]))).world_name
        join(connection, world)
        with pytest.raises(error.DmEnvRpcError, match="leave it before"):
            connection.send(dm_env_rpc_pb2.DestroyWorldRequest(world_name=world))
        step_of(connection)
        other.send(dm_env_rpc_pb2.DestroyWorldRequest(world_name=world))
        with pytest.raises(error.DmEnvRpcError, match=world):
            step_of(connection)
        connection.send(dm_env_rpc_pb2.LeaveWorldRequest())


def test_a_seed_at_joining_brings_the_same_users_again(server):
    def episode(env, connection, seed):
        connection.send(dm_env_rpc_pb2.ResetRequest(settings=packed({"seed": seed})))
        uids = [uid for uid, spec in env._dm_env_rpc_specs.observations.items()]
        replies = [step_of(connection, requested_observations=uids)]
        while replies[-1].state == RUNNING:
            replies.append(step_of(connection, requested_observations=uids))
        return [reply.SerializeToString(deterministic=True) for reply in replies]

    with playing(server, WORLDS["Bandit"]) as (env, connection, _):
        one, other, again = (episode(env, connection, seed) for seed in (5, 6, 5))
    assert one == again
    assert one != other


def test_left_out_actions_have_a_legal_default(server):
    settings = {"environment": "RecSim-InterestEvolution-v1", "distinct_slates": True}
    with playing(server, settings) as (_, connection, _):
        assert step_of(connection).state == RUNNING
        step_of(connection)


def test_properties(server):
    with connected(server) as connection:
        tree = properties.PropertiesExtension(connection)
        assert set(tree.specs()) == {"environments"}
        assert "RecoGym-v1" in list(tree["environments"])
        with pytest.raises(KeyError) as unknown:
            tree["world.seed"]
        assert "in no world" in str(unknown.value.__cause__)
    with playing(server, {**WORLDS["Bandit"], "sigma_omega": 0.5}) as (_, connection, name):
        tree = properties.PropertiesExtension(connection)
        assert tree.specs()["world"].listable
        values = {key: tree[key] for key, spec in tree.specs("world").items() if spec.readable}
        assert values["world.name"] == name
        assert values["world.environment"] == "RecoGym-v1"
        assert (values["world.seed"], values["world.step"]) == (42, 0)
        config = tree.specs("world.config")
        assert tree["world.config.num_products"] == 10
        assert tree["world.config.sigma_omega"] == 0.5
        for key, spec in config.items():
            spec.spec.validate(np.asarray(tree[key], dtype=spec.spec.dtype))
        with pytest.raises(PermissionError):
            tree["world.seed"] = 1
        with pytest.raises(KeyError):
            tree["nothing"] = 1
        with pytest.raises(ValueError, match="Property value error"):
            tree["world.propensity"] = "likely"


def test_steps_are_logged_with_labels_and_propensities(server):
    with playing(server, WORLDS["Bandit"]) as (env, connection, name):
        tree = properties.PropertiesExtension(connection)
        env.reset()
        tree["world.labels.policy"] = "uniform"
        tree["world.propensity"] = 0.1
        env.step({"item": 3})
        assert tree["world.labels.policy"] == "uniform"
        tree["world.propensity"] = 2.0
        with pytest.raises(error.DmEnvRpcError, match=r"propensities\.chosen"):
            env.step({"item": 3})
    steps = list(recarena.read_log(server.data, simulation=name))
    assert [(s.action, s.propensity, s.labels) for s in steps] == [(3, 0.1, {"policy": "uniform"})]


def test_unknown_extensions_are_refused(server):
    with connected(server) as connection, pytest.raises(error.DmEnvRpcError, match=r"google\.protobuf\.Empty"):
        request = any_pb2.Any()
        request.Pack(empty_pb2.Empty())
        connection.send(request)

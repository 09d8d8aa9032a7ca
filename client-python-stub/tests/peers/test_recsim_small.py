"""The tutorial's choc/kale users and the test decision process, which the package does not ship, on its classes.

What they do is told by the tutorial "Developing an Environment" and by the environment that RecSim tests its agents
with; base classes, choice model, environment and gym interface are those of the package, and so is the order of events.
"""

import numpy as np
import pytest
from gym import spaces
from recsim import choice_model, document, user
from recsim.agents.random_agent import RandomAgent
from recsim.agents.tabular_q_agent import TabularQAgent
from recsim_reference import Lane, episodes, ordered, same
from scipy import stats

import recarena
from recarena.compat.recsim import make

SEED = 3
GLOBAL_SEED = 5
CHOC_KALE = "RecSim-ChocKale-v1"
TEST_MDP = "RecSim-TestMdp-v1"
SIGNALS = {CHOC_KALE: ["click", "engagement"], TEST_MDP: ["reward"]}
DOCUMENTS = {CHOC_KALE: "documents", TEST_MDP: "document_cluster_id"}
MORE = {
    CHOC_KALE: {"document_seed_offset": 7},
    TEST_MDP: {"starting_probs": (0.1, 0.0, 0.4, 0.0, 0.2, 0.3), "max_episode_steps": 0},
}


class Dish(document.AbstractDocument):
    def __init__(self, doc_id, feature):
        super().__init__(doc_id)
        self.feature = feature

    def create_observation(self):
        return np.array([self.feature])

    @staticmethod
    def observation_space():
        return spaces.Box(0, 1, (1,), np.float32)


class Dishes(document.AbstractDocumentSampler):
    served = 0

    def sample_document(self):
        self.served += 1
        return self._doc_ctor(self.served - 1, self._rng.random_sample())


class Eater(user.AbstractUserState):
    def __init__(self, exposure):
        self.exposure = exposure
        self.left = 60

    @property
    def satisfaction(self):
        return 1 / (1 + np.exp(-0.01 * self.exposure))

    def create_observation(self):
        return np.array([self.satisfaction + stats.truncnorm(-10, 10, scale=0.1).rvs()])

    @staticmethod
    def observation_space():
        return spaces.Box(-2, 2, (1,), np.float32)

    def score_document(self, doc_obs):
        return 1 - doc_obs


class Eaters(user.AbstractUserSampler):
    def sample_user(self):
        return self._user_ctor((self._rng.random_sample() - 0.5) * (1 / (1 - 0.9)))


class Bite(user.AbstractResponse):
    def __init__(self):
        self.clicked = False
        self.engagement = 0.0

    def create_observation(self):
        return {"click": int(self.clicked), "engagement": np.array(min(self.engagement, 100.0))}

    @classmethod
    def response_space(cls):
        return spaces.Dict({"click": spaces.Discrete(2), "engagement": spaces.Box(0, 100, (), np.float32)})


class Table(user.AbstractUserModel):
    def __init__(self, slate_size, seed):
        super().__init__(Bite, Eaters(Eater, seed=seed), slate_size)
        self.choice = choice_model.MultinomialLogitChoiceModel({})

    def is_terminal(self):
        return self._user_state.left <= 0

    def simulate_response(self, documents):
        eater = self._user_state
        self.choice.score_documents(eater, [dish.create_observation() for dish in documents])
        chosen = self.choice.choose_item()
        responses = [Bite() for _ in documents]
        feature = documents[chosen].feature
        responses[chosen].clicked = True
        mean = (feature * 5 + (1 - feature) * 4) * eater.satisfaction
        responses[chosen].engagement = np.random.lognormal(mean, feature * 1 + (1 - feature) * 1)
        return responses

    def update_state(self, documents, responses):
        eater = self._user_state
        for dish, bite in zip(documents, responses, strict=True):
            if bite.clicked:
                eater.exposure = 0.9 * eater.exposure - 2 * (dish.feature - 0.5) + np.random.normal(scale=0.05)
                eater.left -= 1


def choc_kale(config, seed):
    documents = Dishes(Dish, seed=seed + config["document_seed_offset"])
    return (
        lambda user_seed: Table(config["slate_size"], user_seed),
        documents,
        lambda bites: sum(bite.engagement for bite in bites if bite.clicked),
    )


class Move(document.AbstractDocument):
    def __init__(self, doc_id, action):
        super().__init__(doc_id)
        self.action = action

    def create_observation(self):
        return self.action

    @staticmethod
    def observation_space():
        return spaces.Discrete(4)


class Moves(document.AbstractDocumentSampler):
    dealt = 0

    def sample_document(self):
        self.dealt += 1
        return self._doc_ctor(self.dealt, (self.dealt - 1) % 4)


class Place(user.AbstractUserState):
    def __init__(self, number):
        self.number = number

    def create_observation(self):
        return self.number

    @staticmethod
    def observation_space():
        return spaces.Discrete(6)

    def score_document(self, doc_obs):
        return 1


class Places(user.AbstractUserSampler):
    def __init__(self, starting_probs, seed):
        self.starting_probs = starting_probs
        super().__init__(Place, seed=seed)

    def sample_user(self):
        return self._user_ctor(np.random.choice(6, p=self.starting_probs))


class Gain(user.AbstractResponse):
    reward = 0.0

    def create_observation(self):
        return {"reward": np.array(self.reward)}

    @classmethod
    def response_space(cls):
        return spaces.Dict({"reward": spaces.Box(-10, 5, (), np.float32)})


class Walk(user.AbstractUserModel):
    REWARDS = ((-10, 0, 0, 4, 0, 5), (-10, 0, 1, 0, 0, 0), (-10, 1, 0, 2, 0, 2), (-10, 0, 0, 0, 0, 5))

    def __init__(self, slate_size, starting_probs, seed):
        super().__init__(Gain, Places(starting_probs, seed), slate_size)

    def is_terminal(self):
        return False

    def simulate_response(self, documents):
        responses = [Gain() for _ in documents]
        responses[0].reward = float(self.REWARDS[documents[0].action][self._user_state.number])
        return responses

    def update_state(self, documents, responses):
        here = self._user_state.number
        further = (0.1, 0.1, 0.8) if here < 4 else (1.0,)
        odds = np.zeros(6)
        for steps, probability in enumerate(further, 1 + documents[0].action):
            odds[(here + steps) % 6] += probability
        self._user_state = Place(np.random.choice(6, p=odds))


def walk(config, seed):
    return (
        lambda user_seed: Walk(config["slate_size"], config["starting_probs"], user_seed),
        Moves(Move, seed=seed),
        lambda gains: sum(gain.reward for gain in gains),
    )


PARTS = {CHOC_KALE: choc_kale, TEST_MDP: walk}


def settings(name, **more):
    return {"num_candidates": 6, "slate_size": 2, "global_seed": GLOBAL_SEED, **MORE[name], **more}


def compare(name, lane, users, theirs, result):
    """What is seen after a reset or a step."""
    ours = {observation: rows[lane] for observation, rows in result.observations.items()}
    # The last digits of logarithms and exponentials differ.
    assert ours["user"].reshape(users, -1) == pytest.approx(theirs["user"], rel=1e-12, abs=1e-14)
    assert ours["document_ids"].tolist() == [int(number) for number in theirs["doc"]]
    assert np.array_equal(ours[DOCUMENTS[name]].ravel(), np.ravel(list(theirs["doc"].values())))


@pytest.mark.parametrize("users", [1, 3])
@pytest.mark.parametrize("resample", [True, False])
@pytest.mark.parametrize("name", PARTS)
def test_traces_are_the_references(address, name, resample, users):
    """In two lanes, of one user or of several who share the candidates and the process-wide generator."""
    config = settings(name, resample_documents=resample, num_users=users)
    references = [Lane(PARTS[name], config, SEED, lane) for lane in range(2)]
    drawn = np.random.RandomState(11)  # the slates' own, as the global generator is the users'
    rewards, ends = set(), 0

    def slate():
        # Short ones too, repeated documents, and positions from the end.
        return drawn.randint(-6, 6, size=drawn.randint(1, 3)).tolist()

    with recarena.connect(address) as client:
        sent = {**config, "random": "numpy"}
        ours = client.create(name, sent, seed=SEED, lanes=2, autoreset="disabled", log=False)
        for _ in range(3):
            result = ours.reset()
            for lane, reference in enumerate(references):
                compare(name, lane, users, reference.reset(), result)
            for _ in range(60):
                slates = [[slate() for _ in range(users)] for _ in references]
                result = ours.step(slates if users > 1 else [one for (one,) in slates])
                for lane, reference in enumerate(references):
                    seen, reward, done = reference.step(slates[lane])
                    compare(name, lane, users, seen, result)
                    assert np.ravel(result.rewards[lane]) == pytest.approx(reward, rel=1e-12, abs=0)
                    for signal in SIGNALS[name]:
                        rows = result.signals[signal][lane].reshape(users, -1)
                        for row, response in zip(rows, seen["response"], strict=True):
                            told = [float(slot[signal]) for slot in response]
                            assert row[: len(told)] == pytest.approx(told, rel=1e-12)
                    assert bool(result.terminated[lane]) == done
                    rewards.update(reward)
                    ends += done
        ours.close()
    assert len(rewards) > 3
    assert ends == (6 if name == CHOC_KALE else 0)


def random(env):
    return RandomAgent(env.action_space, random_seed=11)


def tabular(env):
    """With an exploration that draws nothing: RecSim's other one draws from the users' generator."""
    return TabularQAgent(env.observation_space, env.action_space, exploration_policy="min_count")


@pytest.mark.parametrize(("name", "agent"), [(CHOC_KALE, random), (TEST_MDP, random), (TEST_MDP, tabular)])
def test_agents_play_alike(address, name, agent):
    config = settings(name, resample_documents=True, num_candidates=4, slate_size=1)
    np.random.seed(GLOBAL_SEED)
    reference = Lane(PARTS[name], config, SEED).env
    env = make(name, {**config, "seed": SEED, "random": "numpy"}, address=address)
    expected, theirs = episodes(reference, agent(reference), 4, 60)
    rewards, ours = episodes(env, agent(env), 4, 60)
    assert rewards == pytest.approx(expected, rel=1e-12, abs=0)
    assert len(set(rewards)) > 3
    for mine, other in zip(ours, theirs, strict=True):
        assert same(ordered(mine), ordered(other)), (mine, other)
    env.close()


def test_spaces_are_the_references(address):
    config = settings(TEST_MDP, resample_documents=True)
    reference = Lane(walk, config, SEED).env
    env = make(TEST_MDP, {**config, "seed": SEED}, address=address)
    assert env.action_space == reference.action_space
    env.reset(), reference.reset()
    for part in ("user", "response"):
        assert env.observation_space[part] == reference.observation_space[part]
    assert list(env.observation_space["doc"].spaces.values()) == list(
        reference.observation_space["doc"].spaces.values()
    )
    env.close()


def test_states_to_start_from_are_checked(address):
    with pytest.raises(recarena.InvalidArgument, match="starting_probs has 2 values"):
        make(TEST_MDP, {**settings(TEST_MDP), "starting_probs": (0.5, 0.5)}, address=address)

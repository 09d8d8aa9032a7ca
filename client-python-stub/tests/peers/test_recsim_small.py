"""The tutorial's choc/kale users and the test decision process, which the package does not ship, on its classes.

What they do is told by the tutorial "Developing an Environment" and by the environment that RecSim tests its agents
with; base classes, choice model, environment and gym interface are those of the package, and so is the order of events.
"""

import numpy as np
import pytest
from gym import spaces
from recsim import choice_model, document, user
from recsim.simulator import environment, recsim_gym
from scipy import stats

import recarena

SEED = 3
GLOBAL_SEED = 5
SIGNALS = {"RecSim-ChocKale-v1": ["click", "engagement"], "RecSim-TestMdp-v1": ["reward"]}


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


def choc_kale(settings):
    model = Table(settings["slate_size"], settings["seed"])
    arena = environment.SingleUserEnvironment(
        model,
        Dishes(Dish, seed=settings["seed"] + settings["document_seed_offset"]),
        settings["num_candidates"],
        settings["slate_size"],
        resample_documents=settings["resample_documents"],
    )
    return recsim_gym.RecSimGymEnv(arena, lambda bites: sum(bite.engagement for bite in bites if bite.clicked))


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
    def sample_user(self):
        return self._user_ctor(np.random.choice(6, p=[0, 0, 1, 0, 0, 0]))


class Gain(user.AbstractResponse):
    reward = 0.0

    def create_observation(self):
        return {"reward": np.array(self.reward)}

    @classmethod
    def response_space(cls):
        return spaces.Dict({"reward": spaces.Box(-10, 5, (), np.float32)})


class Walk(user.AbstractUserModel):
    REWARDS = ((-10, 0, 0, 4, 0, 5), (-10, 0, 1, 0, 0, 0), (-10, 1, 0, 2, 0, 2), (-10, 0, 0, 0, 0, 5))

    def __init__(self, slate_size, seed):
        super().__init__(Gain, Places(Place, seed=seed), slate_size)

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


def walk(settings):
    arena = environment.SingleUserEnvironment(
        Walk(settings["slate_size"], settings["seed"]),
        Moves(Move, seed=settings["seed"]),
        settings["num_candidates"],
        settings["slate_size"],
        resample_documents=settings["resample_documents"],
    )
    return recsim_gym.RecSimGymEnv(arena, lambda gains: sum(gain.reward for gain in gains))


def seen(observation):
    """What RecSim's gym shows: the user, and of each candidate its id and its number."""
    documents = observation["doc"]
    return np.ravel(observation["user"]), [int(number) for number in documents], np.ravel(list(documents.values()))


@pytest.mark.parametrize("resample", [True, False])
@pytest.mark.parametrize(
    ("name", "build", "documents", "more"),
    [
        ("RecSim-ChocKale-v1", choc_kale, "documents", {"document_seed_offset": 7}),
        ("RecSim-TestMdp-v1", walk, "document_cluster_id", {"starting_state": 2, "max_episode_steps": 0}),
    ],
)
def test_traces_are_the_references(address, name, build, documents, more, resample):
    settings = {"num_candidates": 6, "slate_size": 2, "resample_documents": resample}
    np.random.seed(GLOBAL_SEED)
    reference = build({**settings, "seed": SEED, **more})
    config = {**settings, **more, "random": "numpy", "global_seed": GLOBAL_SEED}
    drawn = np.random.RandomState(11)  # the slates' own, as the global generator is the users'
    rewards, ends = set(), 0

    def compare(observation, result):
        numbers, ids, features = seen(observation)
        ours = result.observations
        # The last digits of logarithms and exponentials differ.
        assert ours["user"][0].ravel() == pytest.approx(numbers, rel=1e-12, abs=1e-14)
        assert ours["document_ids"][0].tolist() == ids
        assert np.array_equal(ours[documents][0].ravel(), features)

    with recarena.connect(address) as client, client.create(name, config, seed=SEED, autoreset="disabled") as ours:
        for _ in range(3):
            compare(reference.reset(), ours.reset())
            for _ in range(60):
                # Short ones too, repeated documents, and positions from the end.
                slate = drawn.randint(-6, 6, size=drawn.randint(1, 3)).tolist()
                observation, reward, done, _ = reference.step(slate)
                result = ours.step([slate])
                compare(observation, result)
                assert result.rewards[0] == pytest.approx(float(reward), rel=1e-12, abs=0)
                for signal in SIGNALS[name]:
                    told = [float(response[signal]) for response in observation["response"]]
                    assert result.signals[signal][0][: len(slate)] == pytest.approx(told, rel=1e-12)
                assert bool(result.terminated[0]) == done
                rewards.add(float(reward))
                ends += done
                if done:
                    break
    assert len(rewards) > 3
    assert ends == (3 if "ChocKale" in name else 0)

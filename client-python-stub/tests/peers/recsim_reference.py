"""RecSim's environments as the package has them, with every constant of a config, for one user or several."""

import contextlib
import copy

import numpy as np
from recsim import choice_model
from recsim.environments import interest_evolution, interest_exploration, long_term_satisfaction
from recsim.simulator import environment, recsim_gym

CHOICES = {
    "multinomial_proportional": choice_model.MultinomialProportionalChoiceModel,
    "multinomial_logit": choice_model.MultinomialLogitChoiceModel,
    "exponential_cascade": choice_model.ExponentialCascadeChoiceModel,
    "proportional_cascade": choice_model.ProportionalCascadeChoiceModel,
}


def named(config, *names):
    return {name: config[name] for name in names}


def evolution(config, seed):
    # The package writes most constants down where it draws a user, so they are replaced where the user is made.
    constants = named(config, "time_budget", "no_click_mass", "step_penalty", "score_scaling", "attention_prob")
    constants |= named(config, "min_normalizer", "user_quality_factor", "document_quality_factor", "user_update_alpha")

    class State(interest_evolution.IEvUserState):
        NUM_FEATURES = config["num_topics"]

        def __init__(self, **features):
            super().__init__(**{**features, **constants})

    class Video(interest_evolution.IEvVideo):
        NUM_FEATURES = config["num_topics"]

    class Spread(np.random.RandomState):
        """Normal numbers with the config's standard deviation, where the package says 0.1."""

        def normal(self, mean, _):
            return super().normal(mean, config["quality_stddev"])

    class Videos(interest_evolution.UtilityModelVideoSampler):
        def reset_sampler(self):
            self._rng = Spread(self._seed)

    def user(user_seed):
        return interest_evolution.IEvUserModel(
            config["slate_size"],
            choice_model_ctor=CHOICES[config["choice_model"]],
            user_state_ctor=State,
            seed=user_seed,
            **named(config, "alpha_x_intercept", "alpha_y_intercept"),
        )

    documents = Videos(Video, seed=seed, **named(config, "min_utility", "max_utility", "video_length"))
    reward = {
        "clicked_watchtime": interest_evolution.clicked_watchtime_reward,
        "total_clicks": interest_evolution.total_clicks_reward,
    }[config["reward"]]
    return user, documents, reward


def resampled(model, sampler):
    """The model with another sampler, which has drawn a user as if the model had been made with it."""
    model._user_sampler = sampler
    model._user_state = sampler.sample_user()
    return model


def exploration(config, seed):
    module = interest_exploration

    def user(user_seed):
        model = module.IEUserModel(
            config["slate_size"],
            no_click_mass=config["no_click_mass"],
            user_state_ctor=module.IEUserState,
            response_model_ctor=module.IEResponse,
        )
        types = named(config, "user_type_distribution", "user_document_mean_affinity_matrix")
        types |= named(config, "user_document_stddev_affinity_matrix")
        return resampled(model, module.IEClusterUserSampler(seed=user_seed, **types))

    topics = named(config, "topic_distribution", "topic_quality_mean", "topic_quality_stddev")
    return user, module.IETopicDocumentSampler(seed=seed, **topics), module.total_clicks_reward


def satisfaction(config, seed):
    module = long_term_satisfaction

    def user(user_seed):
        model = module.LTSUserModel(config["slate_size"], module.LTSUserState, module.LTSResponse)
        constants = named(config, "memory_discount", "sensitivity", "innovation_stddev", "time_budget")
        constants |= named(config, "choc_mean", "choc_stddev", "kale_mean", "kale_stddev")
        return resampled(model, module.LTSStaticUserSampler(seed=user_seed, **constants))

    documents = module.LTSDocumentSampler(seed=seed + config["document_seed_offset"])
    return user, documents, module.clicked_engagement_reward


class Lane:
    """A lane of a simulation as the package plays it; each has the process-wide generator to itself.

    `parts` gives, of a config and a seed, what makes a user model of a seed, a document sampler and a reward.
    """

    def __init__(self, parts, config, seed, lane=0):
        self.users = config.get("num_users", 1)
        np.random.seed(config["global_seed"] + lane)
        user, documents, reward = parts(config, seed)
        models = [user(seed + lane * self.users + number) for number in range(self.users)]
        several = self.users > 1
        kind = environment.MultiUserEnvironment if several else environment.SingleUserEnvironment
        arena = kind(
            models if several else models[0],
            documents,
            config["num_candidates"],
            config["slate_size"],
            resample_documents=config["resample_documents"],
        )
        # The package's rewards take the responses of one user, so those of several are a list here.
        self.env = recsim_gym.RecSimGymEnv(
            arena, (lambda all_of: [reward(each) for each in all_of]) if several else reward
        )
        self._models = models
        self._generator = np.random.get_state()

    @contextlib.contextmanager
    def _own_generator(self):
        np.random.set_state(self._generator)
        yield
        self._generator = np.random.get_state()

    def present(self):
        """Of each user, whether they have not left."""
        return [not model.is_terminal() for model in self._models]

    def reset(self):
        """What is seen, a copy of it: `user` of each user, `doc` by id, `response` of each user, or None."""
        with self._own_generator():
            return self._seen(self.env.reset())

    def step(self, slates):
        """With a slate of each user: what is seen, the reward of each, and whether all have left."""
        with self._own_generator():
            observation, reward, done, _ = self.env.step(slates if self.users > 1 else slates[0])
        return self._seen(observation), np.ravel(np.array(reward, float)), bool(done)

    def _seen(self, observation):
        user, response = observation["user"], observation["response"]
        several = self.users > 1
        return {
            "user": np.array(user if several else [user], dtype=float).reshape(self.users, -1),
            "doc": observation["doc"],
            "response": response if several or response is None else (response,),
        }


def episodes(env, agent, count, most):
    """What RecSim's runner does: all rewards, and all that the agent saw."""
    rewards, seen = [], []
    for _ in range(count):
        observation = env.reset()
        action = agent.begin_episode(observation)
        for _ in range(most):
            observation, reward, done, _ = env.step(action)
            rewards.append(float(reward))
            # The reference changes what it has shown later on.
            seen.append(copy.deepcopy(observation))
            if done:
                break
            action = agent.step(reward, observation)
        agent.end_episode(reward, observation)
    return rewards, seen


def same(ours, theirs):
    if isinstance(theirs, dict):
        return list(ours) == list(theirs) and all(same(ours[k], theirs[k]) for k in theirs)
    if isinstance(theirs, tuple):
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    # The last digit of a logarithm or an exponential is not the same on all platforms.
    return np.shape(ours) == np.shape(theirs) and np.allclose(ours, theirs, rtol=1e-13, atol=0)


def ordered(observation):
    """Responses by name: the order of their keys is no part of the interface."""
    responses = tuple(dict(sorted(r.items())) for r in observation["response"])
    return {"user": observation["user"], "doc": observation["doc"], "response": responses}

"""Configs of RecSim's environments as a seeded generator draws them, from all that both sides take.

About every other key has its default or a value that is a case of its own: a bound, a zero, a whole number.
"""

EMPTY_SLATES = {"RecSim-InterestEvolution-v1", "RecSim-InterestExploration-v1"}


def common(draw, most_steps):
    candidates = draw.choice([1, 2, 3, 5, 8, 10, 15, 20, 30])
    return {
        "num_candidates": candidates,
        "slate_size": draw.randint(1, min(candidates, draw.choice([1, 2, 3, 5, 20]))),
        "resample_documents": draw.random() < 0.7,
        "num_users": draw.choice([1, 1, 1, 2, 3]),
        "global_seed": draw.choice([0, draw.randrange(10_000), draw.randrange(2**32 - 10)]),
        "max_episode_steps": draw.choice(most_steps),
    }


def one_of(draw, *values):
    """A value, or what draws it."""
    chosen = draw.choice(values)
    return chosen() if callable(chosen) else chosen


def between(draw, low, high):
    return lambda: draw.uniform(low, high)


def choice(draw):
    """A choice model that is defined for all interests, from -1 to 1."""
    model = draw.choice(
        ["multinomial_proportional", "multinomial_logit", "exponential_cascade", "proportional_cascade"]
    )
    baseline = one_of(draw, -1.0, -1.0, -1.5, -1000.0, between(draw, -3, -1))
    least = baseline + 1e-3 if model == "multinomial_proportional" else -1e6  # Weights that are all 0 stop the package.
    largest = {"exponential_cascade": 0.3678, "proportional_cascade": (1 - 1e-12) / (1 - baseline)}.get(model, 1.0)
    return {
        "choice_model": model,
        "min_normalizer": baseline,
        "no_click_mass": max(least, one_of(draw, 1.0, 1.0, 0, 1e6, -1e6, between(draw, -5, 5))),
        "score_scaling": one_of(draw, largest, 0.0, between(draw, 0, largest), between(draw, 0, largest)),
        "attention_prob": one_of(draw, 0.65, 0.0, 1.0, between(draw, 0, 1)),
    }


def evolution(draw):
    config = common(draw, [0, 0, 1, 7, 40]) | choice(draw)
    config |= {
        "time_budget": one_of(draw, 200.0, 1, 4.0, 20.0, between(draw, 0.1, 100)),
        "step_penalty": one_of(draw, 0.5, 0.25, 2, 200.0, between(draw, 0.1, 10)),
        "user_update_alpha": one_of(draw, 0.9 * (1.0 / 3.4), 0.0, 1.0, between(draw, -0.5, 0.5)),
        "user_quality_factor": one_of(draw, 0.0, 1.0, between(draw, -2, 2)),
        "document_quality_factor": one_of(draw, 1.0, 0.0, between(draw, -2, 2)),
        "alpha_x_intercept": one_of(draw, 1.0, 0.01, 100.0, between(draw, 0.1, 3)),
        "alpha_y_intercept": one_of(draw, 0.3, 0.0, 10.0, -10.0, between(draw, -2, 2)),
        "num_topics": draw.choice([20, 20, 10, 30]),
        "min_utility": one_of(draw, -3.0, -1.7, 0.0, -50.0, between(draw, -5, 5)),
        "max_utility": one_of(draw, 3.0, 0.0, 50.0, between(draw, -5, 5)),
        "quality_stddev": one_of(draw, 0.1, 0.1, 5.0, between(draw, 0, 5)),
        "video_length": one_of(draw, 4.0, 1, 100.0, between(draw, 0.01, 100)),
        "reward": draw.choice(["clicked_watchtime", "total_clicks"]),
    }
    if draw.random() < 0.25:
        # Without any noise a click on mean quality 0 can use up all that is left, and the last bit decides.
        config |= {"quality_stddev": 0.0, "document_quality_factor": 1.0, "time_budget": draw.choice([1.0, 4.0, 10.0])}
    return config


def distribution(draw, size):
    weights = [one_of(draw, 0.0, 1.0, draw.random) for _ in range(size)]
    weights[draw.randrange(size)] += 0.5
    return [weight / sum(weights) for weight in weights]


def exploration(draw):
    types, topics = draw.choice([1, 2, 3, 7]), draw.choice([1, 2, 3, 5, 20])
    mean = between(draw, *draw.choice([(-1, 1), (0, 1.5), (-3, 3), (-100, 2)]))
    stddev = between(draw, 0, draw.choice([0, 0.3, 1.5]))
    return common(draw, [1, 5, 50, 90]) | {
        "no_click_mass": one_of(draw, 5, 0, 1000.0, between(draw, 0, 10)),
        "user_type_distribution": distribution(draw, types),
        "user_document_mean_affinity_matrix": [[mean() for _ in range(topics)] for _ in range(types)],
        "user_document_stddev_affinity_matrix": [[stddev() for _ in range(topics)] for _ in range(types)],
        "topic_distribution": distribution(draw, topics),
        "topic_quality_mean": [mean() for _ in range(topics)],
        "topic_quality_stddev": [stddev() for _ in range(topics)],
    }


def satisfaction(draw):
    return common(draw, [0, 0, 1, 7, 40]) | {
        "memory_discount": one_of(draw, 0.7, 0.0, 0.999, between(draw, 0, 1)),
        "sensitivity": one_of(draw, 0.01, 0.0, 100.0, between(draw, 0, 1)),
        "innovation_stddev": one_of(draw, 0.05, 0.0, 100.0, between(draw, 0, 2)),
        "choc_mean": one_of(draw, 5.0, -100.0, 100.0, between(draw, -10, 10)),
        "choc_stddev": one_of(draw, 1.0, 0.0, 10.0, between(draw, 0, 3)),
        "kale_mean": one_of(draw, 4.0, -100.0, 100.0, between(draw, -10, 10)),
        "kale_stddev": one_of(draw, 1.0, 0.0, 10.0, between(draw, 0, 3)),
        "time_budget": one_of(draw, 60, 1, 2.5, between(draw, 1, 50)),
        "document_seed_offset": one_of(draw, 100_003, 0, lambda: draw.randrange(2**31)),
    }


def slate(draw, config, may_be_empty):
    """Positions of candidates: mostly a full slate; repeated, and counted from the end, too."""
    candidates, slots = config["num_candidates"], config["slate_size"]
    size = slots if draw.random() < 0.6 else draw.randint(0 if may_be_empty else 1, slots)
    lowest = draw.choice([0, -candidates])
    return [draw.randrange(lowest, candidates) for _ in range(size)]

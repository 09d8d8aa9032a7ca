"""Runs an agent against a server and says how it fares.

    python -m recarena.train --address localhost:50051 --env RecoGym-v1 --config '{"num_products": 10}' \\
        --agent epsilon-greedy --episodes 2000 --lanes 100 --seed 42 --labels policy=epsilon-greedy

"ctr" is clicks by recommendations: of slates, by slates, so it may exceed 1 where several slots are clicked.

Prints one JSON object a line: {"event": "start", ...}, {"event": "progress", ...} now and then, and
{"event": "summary", ...} at the end, or {"event": "error", ...} and exit status 1. Every lane plays the same number
of episodes, so that agents with the same seed, lanes and episodes meet the same users.

The agents that recommend single items look at how often users viewed each, so they play RecoGym; random-slate plays the
environments with slates, those of RecSim for one, with one user in a lane.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from recarena._client import connect
from recarena._info import EnvironmentInfo
from recarena._simulation import Simulation
from recarena.agents import AGENTS, SLATE_AGENTS, Agent, make
from recarena.errors import InvalidArgument, RecArenaError

CURVE_POINTS = 40
_Z95 = 1.959963984540054


class _ClickRate:
    """Clicks by recommendations, with an interval in which the episodes, not the steps, are independent."""

    def __init__(self) -> None:
        self.episodes = 0
        self._c = self._n = self._cc = self._cn = self._nn = 0.0

    def add(self, clicks: Any, recommendations: Any) -> None:
        self.episodes += len(clicks)
        c, n = clicks.astype(float), recommendations.astype(float)
        self._c += c.sum()
        self._n += n.sum()
        self._cc += (c * c).sum()
        self._cn += (c * n).sum()
        self._nn += (n * n).sum()

    @property
    def clicks(self) -> int:
        return int(self._c)

    @property
    def recommendations(self) -> int:
        return int(self._n)

    @property
    def rate(self) -> float:
        return self._c / self._n if self._n else 0.0

    @property
    def error(self) -> float:
        """The standard error of a ratio of sums."""
        if self.episodes < 2 or not self._n:
            return 0.0
        r = self.rate
        squares = max(self._cc - 2 * r * self._cn + r * r * self._nn, 0.0)
        return float((squares * self.episodes / (self.episodes - 1)) ** 0.5 / self._n)


def run(
    simulation: Simulation,
    agent: Agent,
    episodes_per_lane: int,
    report: Callable[[Mapping[str, Any]], None] = lambda line: None,
    interval: float = 1.0,
) -> dict[str, Any]:
    """Plays so many episodes in every lane of a "same_step" simulation; returns the summary."""
    lanes = simulation.lanes
    total = episodes_per_lane * lanes
    rate = _ClickRate()
    clicks, shown = np.zeros(lanes, np.int64), np.zeros(lanes, np.int64)
    returns, sum_of_returns = np.zeros(lanes), 0.0
    curve: list[dict[str, Any]] = []
    last_point = (0, 0)
    begin = last_report = time.monotonic()
    result = simulation.reset()
    unseen = result.unseen_episodes
    done = np.zeros(lanes, np.int64)
    open_lanes = np.ones(lanes, bool)
    all_clicks = all_shown = steps = 0
    while open_lanes.any():
        seen = result.observations
        choice = agent.act(seen)
        result = simulation.step(choice.actions, propensities=choice.propensities)
        agent.learn(seen, choice, result)
        steps += 1
        unseen += result.unseen_episodes
        click = result.signals["click"].astype(np.int64).reshape(lanes, -1).sum(axis=1)
        returns += result.rewards
        clicks += click
        shown += 1
        all_clicks += int(click[open_lanes].sum())
        all_shown += int(open_lanes.sum())
        ended = result.terminated | result.truncated
        if ended.any():
            counted = ended & open_lanes
            rate.add(clicks[counted], shown[counted])
            sum_of_returns += float(returns[counted].sum())
            clicks[ended] = shown[ended] = 0
            returns[ended] = 0.0
            done[ended] += 1
            open_lanes &= done < episodes_per_lane
            if rate.episodes * CURVE_POINTS >= (len(curve) + 1) * total:
                c, n = all_clicks - last_point[0], all_shown - last_point[1]
                curve.append(
                    {
                        "episodes": rate.episodes,
                        "recommendations": all_shown,
                        "clicks": all_clicks,
                        "ctr": c / max(n, 1),
                    }
                )
                last_point = (all_clicks, all_shown)
        now = time.monotonic()
        if now - last_report >= interval:
            last_report = now
            report(
                {
                    "event": "progress",
                    "episodes": rate.episodes,
                    "of": total,
                    "recommendations": all_shown,
                    "clicks": all_clicks,
                    "ctr": all_clicks / max(all_shown, 1),
                    "seconds": round(now - begin, 3),
                }
            )
    seconds = time.monotonic() - begin
    half = _Z95 * rate.error
    return {
        "event": "summary",
        "episodes": rate.episodes,
        "unseen_episodes": unseen,
        "recommendations": rate.recommendations,
        "clicks": rate.clicks,
        "ctr": rate.rate,
        "ctr_low": max(rate.rate - half, 0.0),
        # Several slots of a slate may be clicked.
        "ctr_high": min(rate.rate + half, float(max(simulation.info.action.slate_size, 1))),
        "confidence": 0.95,
        "mean_return": sum_of_returns / rate.episodes,
        "seconds": round(seconds, 3),
        "lane_steps_per_second": round(steps * lanes / max(seconds, 1e-9)),
        # Each point's ctr is of the recommendations since the point before.
        "curve": curve,
    }


def _json_object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not JSON: {error}") from None
    if not isinstance(value, dict):
        raise argparse.ArgumentTypeError(f"{text!r}; a JSON object is needed, such as '{{\"key\": 1}}'")
    return value


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m recarena.train", description="Runs an agent against a RecArena server; prints JSON lines."
    )
    parser.add_argument("--address", help="host:port or unix:/path of a server; without it, one is started here")
    parser.add_argument("--token", help="the server's token, if it wants one")
    parser.add_argument("--env", default="RecoGym-v1", help="the environment's id (default: %(default)s)")
    parser.add_argument("--config", type=_json_object, default={}, help="the environment's config, as JSON")
    parser.add_argument("--agent", choices=sorted([*AGENTS, *SLATE_AGENTS]), default="epsilon-greedy")
    parser.add_argument("--agent-options", type=_json_object, default={}, help="more arguments of the agent, as JSON")
    parser.add_argument("--episodes", type=int, default=1000, help="in all; rounded up to a multiple of the lanes")
    parser.add_argument("--lanes", type=int, default=100, help="users side by side (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=42, help="of the world and its users (default: %(default)s)")
    parser.add_argument("--agent-seed", type=int, default=0, help="of the agent's own draws (default: %(default)s)")
    parser.add_argument("--labels", nargs="*", default=[], metavar="KEY=VALUE", help="labels for the log")
    parser.add_argument("--interval", type=float, default=1.0, help="seconds between reports (default: %(default)s)")
    options = parser.parse_args(arguments)
    if options.episodes < 1 or options.lanes < 1:
        parser.error("--episodes and --lanes are at least 1")
    for label in options.labels:
        if "=" not in label:
            parser.error(f"--labels: {label!r} is not KEY=VALUE")
    return options


def _agent(options: argparse.Namespace, environment: EnvironmentInfo, lanes: int) -> Agent:
    """The agent that was asked for; refuses one that cannot play the environment, and names one that can."""
    name, action = options.agent, environment.action
    if len(environment.rewards) > 1:
        raise InvalidArgument(
            f"--config: {environment.id} has a reward of {len(environment.rewards)} components; agents here take one"
        )
    if bool(action.slate_size) != (name in SLATE_AGENTS):
        takes = f"slates of {action.slate_size} items" if action.slate_size else "single items"
        others = ", ".join(sorted(SLATE_AGENTS if action.slate_size else AGENTS))
        raise InvalidArgument(f"--agent {name}: {environment.id} takes {takes}; those that play it: {others}")
    more = {"slate_size": action.slate_size, "lanes": lanes} if action.slate_size else {}
    agent = make(name, action.item_count, seed=options.agent_seed, **more, **options.agent_options)
    missing = set(agent.observations) - {spec.name for spec in environment.observations}
    if missing:
        raise InvalidArgument(
            f"--agent {name}: needs the observation {', '.join(sorted(missing))}, which {environment.id} has not"
        )
    return agent


def _print(line: Mapping[str, Any]) -> None:
    print(json.dumps(line), flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    options = _parse(arguments)
    try:
        address = options.address
        if address is None:
            from recarena.server import local_server

            address = local_server().address
        lanes = min(options.lanes, options.episodes)
        labels = dict(label.split("=", 1) for label in options.labels)
        with connect(address, token=options.token) as client:
            agent = _agent(options, client.describe(options.env, options.config), lanes)
            with client.create(
                options.env,
                config=options.config,
                seed=options.seed,
                lanes=lanes,
                autoreset="same_step",
                observations=agent.observations,
                labels={"policy": options.agent, **labels},
            ) as simulation:
                about = {
                    "agent": options.agent,
                    "environment": options.env,
                    "simulation": simulation.id,
                    "seed": options.seed,
                    "lanes": lanes,
                }
                per_lane = -(-options.episodes // lanes)
                _print({"event": "start", **about, "episodes": per_lane * lanes})
                summary = run(simulation, agent, per_lane, _print, options.interval)
                _print({**summary, **about})
    except (RecArenaError, ValueError, TypeError) as error:
        _print({"event": "error", "error": type(error).__name__, "message": str(error)})
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Holds the figures of a run against their limits and prints them as a table.

    limits.py RESULTS.jsonl

Exit status 1 where a limit is missed.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Rows = list[dict[str, object]]


@dataclass(frozen=True)
class Limit:
    """A figure of a run, what it must reach, and what the project wants it to reach."""

    name: str
    figure: Callable[[Rows], float]
    limit: float
    goal: float


def value(rows: Rows, key: str, **having: object) -> float:
    """The figure of the one row that has all the given entries."""
    matches = [row for row in rows if all(row.get(k) == v for k, v in having.items())]
    if len(matches) != 1:
        raise SystemExit(f"limits: {len(matches)} rows have {having}")
    return float(str(matches[0][key]))


def speedup(products: int) -> Callable[[Rows], float]:
    """How many times the reference's rate the Python client reaches with 1,024 lanes."""
    return lambda rows: value(rows, "lane_steps_per_s", client="python", products=products, lanes=1024) / value(
        rows, "steps_per_s", peer="recogym", products=products
    )


def java_rate(products: int) -> Callable[[Rows], float]:
    return lambda rows: value(rows, "lane_steps_per_s", case="log off", products=products, lanes=1024)


def synced_share(clients: int) -> Callable[[Rows], float]:
    """The rate of 1,024 lanes each with a synced log, as a share of that without a log."""
    return lambda rows: value(rows, "ratio", case=f"synced / off, {clients} clients")


SLATES = [  # name, environment, candidates, slate size
    ("interest evolution 10x2", "RecSim-InterestEvolution-v1", 10, 2),
    ("interest evolution 100x5", "RecSim-InterestEvolution-v1", 100, 5),
    ("interest exploration 15x2", "RecSim-InterestExploration-v1", 15, 2),
    ("long-term satisfaction 10x1", "RecSim-LongTermSatisfaction-v1", 10, 1),
]


def slate_speedup(played: dict[str, object], **having: object) -> Callable[[Rows], float]:
    """How many times the reference's rate a slate environment reaches with 1,024 lanes."""
    return lambda rows: value(rows, "lane_steps_per_s", **played, **having) / value(
        rows, "steps_per_s", peer="recsim", resampled=True, **played
    )


def slate_limits() -> list[Limit]:
    limits = []
    for name, environment, candidates, slate in SLATES:
        case = {"environment": environment, "candidates": candidates, "slate": slate}
        in_process = slate_speedup(case, case="in process")
        from_python = slate_speedup(case, client="python", resampled=True)
        limits.append(Limit(f"{name} in process, times recsim", in_process, 100, 100))
        limits.append(Limit(f"{name} from Python, times recsim", from_python, 50, 200))
    return limits


def session_limits() -> list[Limit]:
    limits = []
    for biases, limit in (("clean", 6e5), ("feed", 3e5)):
        for log in ("off", "default"):
            case = f"session {biases}, log {log}"
            java = _rate_of(case, client=None)
            limits.append(Limit(f"{case}, 1,024 lanes of 100x5, lane-steps/s", java, limit, limit))
    return limits


def _rate_of(case: str, client: str | None) -> Callable[[Rows], float]:
    return lambda rows: value(rows, "lane_steps_per_s", case=case, client=client)


def vector_speedup(halves: int, peer: dict[str, object], **case: object) -> Callable[[Rows], float]:
    """How many times the reference's rate Gymnasium's vector environment reaches with 1,024 lanes."""
    return lambda rows: value(
        rows, "lane_steps_per_s", client="gymnasium", autoreset="next_step", halves=halves, **case
    ) / value(rows, "steps_per_s", **peer)


def vector_limits() -> list[Limit]:
    recogym = {"products": 10}
    recsim = {"environment": "RecSim-InterestEvolution-v1", "candidates": 10, "slate": 2}
    peers = {"peer": "recogym", **recogym}, {"peer": "recsim", "resampled": True, **recsim}
    limits = []
    for halves, form in ((1, "vector environment"), (2, "vector environments sent and received in turn")):
        limits.append(Limit(f"{form}, 10 products, times recogym", vector_speedup(halves, peers[0], **recogym), 200, 500))
        limits.append(
            Limit(f"{form}, evolution 10x2, times recsim", vector_speedup(halves, peers[1], **recsim), 80, 200)
        )
    return limits


def open_users(resampled: bool) -> Callable[[Rows], float]:
    return lambda rows: value(rows, "lanes", case="open users, 10,000 candidates", resampled=resampled)


LIMITS = [
    Limit("one lane streamed, share of an empty stream", lambda r: value(r, "ratio", case="one lane / ping-pong"), 0.8, 0.9),
    Limit("1,024 lanes, 10 products, log off, lane-steps/s", java_rate(10), 3e6, 8e6),
    Limit("1,024 lanes, 1,000 products, log off, lane-steps/s", java_rate(1000), 5e5, 5e5),
    Limit("log synced, share of the rate without a log, 1 client", synced_share(1), 0.8, 0.8),
    Limit("the same with 4 clients", synced_share(4), 0.6, 0.8),
    Limit("the same with 16 clients", synced_share(16), 0.6, 0.8),
    Limit("from Python, 10 products, times recogym", speedup(10), 100, 500),
    Limit("from Python, 1,000 products, times recogym", speedup(1000), 100, 500),
    Limit("from Python, 10,000 products, times recogym", speedup(10_000), 100, 500),
    Limit("open lanes in a heap of 1 GiB", lambda r: value(r, "lanes", case="open lanes"), 1e5, 1e5),
    *slate_limits(),
    *session_limits(),
    *vector_limits(),
    Limit(
        "a bare Python call, share of a Gymnasium step",
        lambda r: value(r, "share", case="gymnasium step / bare call"),
        1 / 1.5,
        1,
    ),
    Limit("open users, 10,000 candidates drawn anew, heap of 1 GiB", open_users(True), 1e6, 1e6),
    Limit("open users, 10,000 candidates that stay, heap of 1 GiB", open_users(False), 1e6, 1e6),
]


def shown(number: float) -> str:
    return f"{number:.2f}" if number < 10 else f"{number:,.0f}"


def main() -> int:
    rows: Rows = [json.loads(line) for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines() if line]
    missed = 0
    print("| what | measured | limit | goal | |\n| --- | ---: | ---: | ---: | --- |")
    for limit in LIMITS:
        figure = limit.figure(rows)
        verdict = "goal" if figure >= limit.goal else "ok" if figure >= limit.limit else "MISSED"
        missed += verdict == "MISSED"
        print(f"| {limit.name} | {shown(figure)} | {shown(limit.limit)} | {shown(limit.goal)} | {verdict} |")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

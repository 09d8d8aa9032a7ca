"""A million open users of interest evolution with 10,000 candidates: a server whose memory grew with candidates times
users would fail here.

    million_users.py HOST:PORT SERVER_PID HEAP

Users are spread over 100 simulations. Once documents are drawn anew after each step (agents that see them all would be
sent 200 kB a user and step, so they are left out here), and once they stay the same and are seen. Prints one JSON object
for each, with the server's resident memory.
"""

import json
import re
import sys
import time
from pathlib import Path

import numpy as np

import recarena

SIMULATIONS = 100
LANES = 10_000
CANDIDATES = 10_000
SLATE = 2
ROUNDS = 5


def resident_mib(pid: str) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status).group(1)) / 1024


def play(client: "recarena.Client", resampled: bool) -> tuple[int, float]:
    """How many users were open together, and how many of their steps were made a second."""
    config = {"num_candidates": CANDIDATES, "slate_size": SLATE, "resample_documents": resampled}
    seen = {"observations": ["user"], "log": "none"} if resampled else {}
    slates = np.random.default_rng(1).integers(CANDIDATES, size=(LANES, SLATE))
    opened = [
        client.create(
            "RecSim-InterestEvolution-v1", config, seed=seed, lanes=LANES, autoreset="same_step", **seen
        )
        for seed in range(SIMULATIONS)
    ]
    for sim in opened:
        sim.reset()
    begin = time.perf_counter()
    for _ in range(ROUNDS):
        for sim in opened:
            sim.step(slates)
    elapsed = time.perf_counter() - begin
    users = sum(len(sim.observe().rewards) for sim in opened)
    for sim in opened:
        sim.close()
    return users, ROUNDS * users / elapsed


def main() -> None:
    address, pid, heap = sys.argv[1:4]
    with recarena.connect(address) as client:
        for resampled in (True, False):
            users, rate = play(client, resampled)
            print(
                json.dumps(
                    {
                        "case": "open users, 10,000 candidates",
                        "resampled": resampled,
                        "lanes": users,
                        "heap": heap,
                        "resident_mib": round(resident_mib(pid)),
                        "lane_steps_per_s": round(rate),
                    }
                ),
                flush=True,
            )


if __name__ == "__main__":
    main()

"""Opens many lanes on a server and steps them a few times: a server whose heap is too small fails here.

    open_lanes.py HOST:PORT LANES

Lanes are spread over simulations of 10,000. Prints one JSON object.
"""

import json
import sys

import numpy as np

import recarena

LANES_EACH = 10_000
STEPS = 20


def main() -> None:
    total = int(sys.argv[2])
    with recarena.connect(sys.argv[1]) as client:
        simulations = []
        for index in range(total // LANES_EACH):
            sim = client.create(
                "RecoGym-v1", seed=index, lanes=LANES_EACH, autoreset="same_step", observations=["view_counts"]
            )
            sim.reset()
            simulations.append(sim)
        actions = np.zeros(LANES_EACH, dtype=np.int32)
        for _ in range(STEPS):
            for sim in simulations:
                sim.step(actions)
        opened = sum(len(sim.observe().rewards) for sim in simulations)
        for sim in simulations:
            sim.close()
    print(json.dumps({"case": "open lanes", "lanes": opened, "heap": "1 GiB"}))


if __name__ == "__main__":
    main()

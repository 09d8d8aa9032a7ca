"""A client that is interrupted again and again; a process of its own, since grpcio may keep a lock upon that.

python interrupted_client.py HOST:PORT SEED sockets|direct
"""

import random
import signal
import sys

import numpy as np

import recarena


class Interrupt(Exception):
    """As KeyboardInterrupt."""


def interrupt(number, frame):
    """What Ctrl-C does."""
    raise Interrupt


def main(address, seed, streams):
    """Steps a simulation under interrupts, and holds it against one that was left alone."""
    print("seed", seed)
    rng = random.Random(seed)
    signal.signal(signal.SIGALRM, interrupt)
    with recarena.connect(address, timeout=10) as client:
        client._transport.sockets = streams == "sockets"
        sim, plain = (client.create("Fake-v1", {"stay": 3}, seed=1, lanes=2) for _ in range(2))
        sim.reset(), plain.reset()
        interrupts = 0
        # Not many more: one that comes while grpcio begins a call leaves it open on the server, and the server of the
        # tests has a thread for each of twenty.
        while interrupts < 12:
            try:
                signal.setitimer(signal.ITIMER_REAL, rng.uniform(1e-5, 1e-3))
                sim.step([1, 2])
                signal.setitimer(signal.ITIMER_REAL, 0)
            except Interrupt:
                interrupts += 1
            sim.refresh()
        stands = sim.observe()  # the last step may have come to the server after it was asked
        while plain.step_number < stands.step:
            expected = plain.step([1, 2])
        assert np.array_equal(stands.rewards, expected.rewards)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])

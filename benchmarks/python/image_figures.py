"""Measures the server's image: its size, how soon a client's first step is answered, and its memory at idle.

    python image_figures.py IMAGE BASE_IMAGE RUNS

Prints one JSON object a line. The clock starts before `docker run` and stops when the first step of a client that has
called all the while is answered. Memory is the resident set of the only process, some seconds after the start, as the
kernel counts it: file-backed pages, which the class-data archive consists of, included.
"""

from __future__ import annotations

import json
import socket
import statistics
import subprocess
import sys
import time
import uuid

import recarena

IDLE_SECONDS = 10
PATIENCE_SECONDS = 60


def docker(*arguments: str) -> str:
    """What the command prints."""
    return subprocess.run(["docker", *arguments], check=True, capture_output=True, text=True).stdout.strip()


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def first_step(port: int) -> None:
    """Creates, resets and steps, as soon as anybody answers."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            with recarena.connect(f"127.0.0.1:{port}") as client, client.create("RecoGym-v1", lanes=1) as simulation:
                simulation.reset()
                simulation.step([0])
            return
        except (OSError, recarena.RecArenaError):
            if time.monotonic() > until:
                raise
            time.sleep(0.01)


def resident_mib(container: str) -> float:
    """The resident set of the container's process."""
    status = docker("exec", container, "cat", "/proc/1/status")
    kib = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:"))
    return kib / 1024


def run(image: str) -> tuple[float, float]:
    """Seconds from `docker run` to the answer of the first step, and MiB at idle in a container never called."""
    name = f"recarena-figures-{uuid.uuid4().hex[:8]}"
    port = free_port()
    begin = time.monotonic()
    docker("run", "--detach", "--name", name, "--read-only", "--publish", f"127.0.0.1:{port}:50051", image)
    try:
        first_step(port)
        seconds = time.monotonic() - begin
        time.sleep(IDLE_SECONDS)
        return seconds, resident_mib(name)
    finally:
        docker("rm", "--force", "--volumes", name)


def main(image: str, base: str, runs: int) -> None:
    """Measures and prints."""
    size, base_size = (int(docker("image", "inspect", "--format", "{{.Size}}", name)) for name in (image, base))
    first_step_seconds, idle_mib = zip(*(run(image) for _ in range(runs)), strict=True)
    figures = {
        "image_mb_beyond_base": round((size - base_size) / 1e6, 1),
        "base_mb": round(base_size / 1e6, 1),
        "first_step_seconds": round(statistics.median(first_step_seconds), 2),
        "first_step_seconds_each": [round(seconds, 2) for seconds in first_step_seconds],
        "idle_mib": round(statistics.median(idle_mib), 1),
    }
    print(json.dumps(figures))
    limits = {"image_mb_beyond_base": 150, "first_step_seconds": 2, "idle_mib": 150}
    missed = [f"{name} is {figures[name]}, above {limit}" for name, limit in limits.items() if figures[name] > limit]
    for line in missed:
        print(f"MISSED: {line}", file=sys.stderr)
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))

#!/usr/bin/env bash
# Measures the server's image: its size beyond the base system, the time from `docker run` to the first answered step,
# and the memory at idle. The figures stand in docs/docker.md; the exit status is 1 where one is above its limit.
#
#   benchmarks/image.sh [RUNS]     7 unless told otherwise
#
# Needs a Docker engine and the Python client (client-python-stub/run-tests.sh installs it). RECARENA_IMAGE names the
# image (default: recarena), RECARENA_BASE_IMAGE what it was put on.
set -euo pipefail
cd "$(dirname "$0")/.."

exec client-python-stub/target/venv/bin/python benchmarks/python/image_figures.py \
    "${RECARENA_IMAGE:-recarena}" "${RECARENA_BASE_IMAGE:-debian:bookworm-slim}" "${1:-7}"

# An agent in Python, with the client and numpy installed. Run from the top of the sources:
#
#   docker build -f docker/agent-python.Dockerfile -t recarena-agent-python .
#   docker run --network host recarena-agent-python python -m recarena.train --address localhost:50051
#
# An agent of your own is one more layer (FROM recarena-agent-python, COPY, CMD), or a file mounted into it.
#
# The packages come from PyPI, unless client-python-stub/dist/ holds wheels of all of them (made by
# `pip wheel --wheel-dir client-python-stub/dist ./client-python-stub`): then nothing is downloaded.
#
#   BASE_IMAGE   Python 3.10 or newer with venv
ARG BASE_IMAGE=python:3.12-slim-bookworm

FROM ${BASE_IMAGE} AS build
WORKDIR /src
COPY LICENSE ./
COPY proto ./proto
COPY client-python-stub ./client-python-stub
RUN python3 -m venv /opt/recarena \
    && if ls client-python-stub/dist/*.whl > /dev/null 2>&1; then \
           set -- --no-index --find-links client-python-stub/dist recarena; \
       else \
           set -- ./client-python-stub; \
       fi \
    && /opt/recarena/bin/pip install --no-cache-dir --disable-pip-version-check "$@" \
    && /opt/recarena/bin/pip uninstall --yes --quiet pip setuptools

FROM ${BASE_IMAGE}
ARG VERSION=0.1.0-SNAPSHOT
LABEL org.opencontainers.image.title="RecArena agent" \
      org.opencontainers.image.description="Python with the client of RecArena" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}"
RUN groupadd --system --gid 10001 agent \
    && useradd --system --uid 10001 --gid 10001 --home-dir /data --no-create-home --shell /usr/sbin/nologin agent \
    && install -d -o agent -g agent /data
COPY --from=build /opt/recarena /opt/recarena
ENV PATH=/opt/recarena/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER agent
WORKDIR /data
CMD ["python", "-m", "recarena.train", "--help"]

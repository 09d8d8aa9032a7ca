#!/usr/bin/env bash
# Checks the format and types of the Python package and runs its tests, in a virtual environment of its own.
# Arguments go to pytest.
#
# Runs as a part of `mvn verify`, after the distribution that the tests start a server from was built.
# PYTHON names the interpreter to take; without one that is new enough the tests are skipped.
# RECARENA_LEARNERS=true runs those with PyTorch, RLlib, Stable-Baselines3 and Tianshou too, as CI does: they install 6 GB.
set -euo pipefail
cd "$(dirname "$0")"

readonly VENV=target/venv
readonly STAMP=$VENV/installed-from
readonly PEERS_VENV=target/venv-peers
readonly PEERS_STAMP=$PEERS_VENV/installed-from
readonly LEARNERS_VENV=target/venv-learners
readonly LEARNERS_STAMP=$LEARNERS_VENV/installed-from

main() {
    local python
    if ! python=$(find_python); then
        skip "the Python tests need Python 3.10 or newer, and there is none (set PYTHON to name one)"
    fi
    install_package "$python"
    "$VENV/bin/ruff" format --check --quiet --config pyproject.toml . ../conformance ../examples/python || {
        echo "run-tests: format the Python code with \`$VENV/bin/ruff format --config pyproject.toml . ../conformance ../examples/python\` in $(pwd)" >&2
        exit 1
    }
    "$VENV/bin/ruff" check --quiet --config pyproject.toml . ../conformance ../examples/python
    "$VENV/bin/mypy" --no-error-summary
    RECARENA_HOME=$(cd .. && pwd)
    export RECARENA_HOME
    # Arguments choose among the tests of the package; who gives some does not mean the others.
    if [ $# -gt 0 ]; then
        run_tests "$VENV" "$@"
        return
    fi

    # Installing the package writes generated code into its tree, so all of it comes before the first test.
    local others peers_python learners=no
    others=$(other_pythons "$python")
    install_for_others "$others"
    if peers_python=$(find_peers_python); then
        install_peers "$peers_python"
    fi
    if [ "${RECARENA_LEARNERS:-${CI:-}}" = true ]; then
        learners=yes
        install_learners "$python"
    fi

    test_with_others "$others" &
    background=$! # Not local: what is done at the end knows no function's own variables.
    trap 'kill "$background" 2> /dev/null || true' EXIT
    # Most tests load grpcio for a server of their own before the package does, so here it is told what the package would
    # tell it; the other Pythons test it as it is by itself.
    GRPC_EXPERIMENTS=-event_engine_client run_tests "$VENV"
    if [ -n "$peers_python" ]; then
        RECARENA_PEERS=true run_tests "$PEERS_VENV" tests/peers
    else
        skip "the tests with RecoGym and RecSim need Python 3.10, 3.11 or 3.12, and there is none"
    fi
    # They bring PyTorch, so a contributor is asked first.
    if [ "$learners" = yes ]; then
        RECARENA_LEARNERS=true run_tests "$LEARNERS_VENV" tests/learners
    else
        echo "SKIPPED: the tests with PyTorch, RLlib, Stable-Baselines3 and Tianshou install 6 GB (RECARENA_LEARNERS=true runs them)"
    fi
    wait "$background"
    trap - EXIT
}

# What stands still says where, on every thread, and ends.
run_tests() {
    local python=$1/bin/python
    shift
    local command=("$python" -X faulthandler -m pytest -q "$@")
    if command -v timeout > /dev/null; then
        timeout --signal=ABRT --kill-after=30 1200 "${command[@]}"
    else
        "${command[@]}"
    fi
}

# The oldest and the newest Python that there are, where they are others than the one given. In CI alone, since the
# difference is rarely one.
other_pythons() {
    local main=$1 other
    [ "${CI:-}" = true ] || return 0
    for other in $(all_pythons | sed -n '1p;$p' | uniq); do
        if [ "$("$other" --version)" != "$("$main" --version)" ]; then
            echo "$other"
        fi
    done
}

install_for_others() {
    local other venv
    for other in $1; do
        venv=$(venv_of "$other")
        rm -rf "$venv"
        "$other" -m venv "$venv"
        "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --editable '.[test]'
    done
}

# Beside the tests with the main Python, so what they print comes when they have ended.
test_with_others() {
    local other output
    for other in $1; do
        output=$(venv_of "$other").log
        if ! run_tests "$(venv_of "$other")" -p no:cacheprovider > "$output" 2>&1; then
            echo "run-tests: FAILED with $("$other" --version)"
            cat "$output"
            return 1
        fi
        echo "run-tests: the same tests with $("$other" --version): $(tail -n 1 "$output")"
    done
}

venv_of() {
    echo "target/venv-$("$1" -c 'import sys; print("{}.{}.{}".format(*sys.version_info))')"
}

# On the PATH, and where pyenv keeps them; the oldest first.
all_pythons() {
    local candidate
    for candidate in python3 python3.{10..19} "${PYENV_ROOT:-$HOME/.pyenv}"/versions/*/bin/python3; do
        "$candidate" -c '
import ensurepip, sys
if sys.version_info >= (3, 10):
    print("{}.{}.{}".format(*sys.version_info), sys.executable)' 2> /dev/null || true
    done | sort -V | cut -d ' ' -f 2-
}

install_learners() {
    local python=$1 inputs
    inputs=$(
        {
            "$python" --version
            cat "$STAMP" tests/learners/requirements.txt
        } | cksum
    )
    if [ -f "$LEARNERS_STAMP" ] && [ "$(cat "$LEARNERS_STAMP")" = "$inputs" ]; then
        return
    fi
    echo "run-tests: installing PyTorch, RLlib, Stable-Baselines3 and Tianshou into $LEARNERS_VENV"
    rm -rf "$LEARNERS_VENV"
    "$python" -m venv "$LEARNERS_VENV"
    "$LEARNERS_VENV/bin/python" -m pip install --quiet --disable-pip-version-check \
        -r tests/learners/requirements.txt --editable '.[gymnasium]'
    echo "$inputs" > "$LEARNERS_STAMP"
}

# RecoGym and RecSim as they are published need companions older than the package's own, and a Python that has these.
find_peers_python() {
    local candidate
    for candidate in ${PYTHON:-} python3 python3.12 python3.11 python3.10; do
        if "$candidate" -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 12))' 2> /dev/null; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

install_peers() {
    local python=$1 inputs
    inputs=$(
        {
            "$python" --version
            cat "$STAMP" tests/peers/*.txt
        } | cksum
    )
    if [ -f "$PEERS_STAMP" ] && [ "$(cat "$PEERS_STAMP")" = "$inputs" ]; then
        return
    fi
    echo "run-tests: installing RecoGym and RecSim into $PEERS_VENV"
    rm -rf "$PEERS_VENV"
    "$python" -m venv "$PEERS_VENV"
    local pip=("$PEERS_VENV/bin/python" -m pip install --quiet --disable-pip-version-check)
    "${pip[@]}" -r tests/peers/requirements.txt --editable .
    "${pip[@]}" --no-deps -r tests/peers/peers.txt
    echo "$inputs" > "$PEERS_STAMP"
}

# Nobody reads what was skipped in CI, so there it is an error.
skip() {
    echo "SKIPPED: $*"
    [ "${CI:-}" != true ] || exit 1
    exit 0
}

find_python() {
    local candidate
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python3.10}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2> /dev/null; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

# Installing takes longer than most tests, so it is done again only when something that goes into it has changed.
install_package() {
    local python=$1 inputs
    inputs=$({
        "$python" --version
        cat pyproject.toml setup.py rpc.proto
        find ../proto -name '*.proto' -not -path '*/target/*' -exec cksum {} + | sort
    } | cksum)
    if [ -f "$STAMP" ] && [ "$(cat "$STAMP")" = "$inputs" ]; then
        return
    fi
    echo "run-tests: installing the package and what its tests need into $VENV"
    rm -rf "$VENV"
    "$python" -m venv "$VENV" || {
        echo "run-tests: $python cannot make a virtual environment; on Debian, install python3-venv" >&2
        exit 1
    }
    "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --editable '.[test]'
    echo "$inputs" > "$STAMP"
}

main "$@"

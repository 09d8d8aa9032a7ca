#!/usr/bin/env bash
# Checks the format and types of the Python package and runs its tests, in a virtual environment of its own.
# Arguments go to pytest.
#
# Runs as a part of `mvn verify`, after the distribution that the tests start a server from was built.
# PYTHON names the interpreter to take; without one that is new enough the tests are skipped.
set -euo pipefail
cd "$(dirname "$0")"

readonly VENV=target/venv
readonly STAMP=$VENV/installed-from

main() {
    local python
    if ! python=$(find_python); then
        skip "the Python tests need Python 3.10 or newer, and there is none (set PYTHON to name one)"
    fi
    install_package "$python"
    "$VENV/bin/ruff" format --check --quiet --config pyproject.toml . ../conformance || {
        echo "run-tests: format the Python code with \`$VENV/bin/ruff format --config pyproject.toml . ../conformance\` in $(pwd)" >&2
        exit 1
    }
    "$VENV/bin/ruff" check --quiet --config pyproject.toml . ../conformance
    "$VENV/bin/mypy" --no-error-summary
    RECARENA_HOME=$(cd .. && pwd) exec "$VENV/bin/python" -m pytest -q "$@"
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

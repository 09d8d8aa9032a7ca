#!/usr/bin/env bash
# Measures the server, the simulator, the Python client and the references in one run, and prints every figure beside
# its limit.
#
#   benchmarks/run.sh [--quick] [--jmh]
#
#   --quick   a third of the time for each case; for a first look
#   --jmh     RecoGym in process as well, under JMH (two minutes more)
#
# Needs what the build needs. The figures go to benchmarks/target/results.jsonl, one JSON object a line. The exit status
# is 1 where a limit is missed. Figures of different runs or machines cannot be compared; those of one run can.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly OUT=benchmarks/target/results.jsonl
readonly PEERS=benchmarks/target/peers
readonly PYTHON_CLIENT=client-python-stub/target/venv/bin/python
readonly CLASSES="benchmarks/target/classes:benchmarks/target/lib/*"
readonly LANES_MEASURED=100000

seconds=6
jmh=no
running=()

main() {
    for option in "$@"; do
        case "$option" in
            --quick) seconds=2 ;;
            --jmh) jmh=yes ;;
            *) fail "unknown option $option" ;;
        esac
    done
    work=$(mktemp -d)
    trap tidy EXIT
    build
    : > "$OUT"
    transport_and_log
    python_client_and_peer
    slates_and_peer
    sessions
    gymnasium
    open_lanes
    million_users
    [ "$jmh" = no ] || simulator
    python3 benchmarks/python/limits.py "$OUT"
}

fail() {
    echo "benchmarks: $*" >&2
    exit 2
}

say() {
    echo "benchmarks: $*" >&2
}

tidy() {
    local pid
    for pid in ${running[@]+"${running[@]}"}; do
        kill "$pid" 2> /dev/null || true
    done
    wait 2> /dev/null || true
    rm -rf "$work"
}

build() {
    say "building"
    mvn -q -B -ntp -DskipTests -Dspotless.check.skip=true package -pl demo,benchmarks -am
    client-python-stub/run-tests.sh --version > /dev/null
    if ! "$PEERS/bin/python" -c 'import recogym, recsim' 2> /dev/null; then
        say "installing the references, packages recogym and recsim-no-tf, into $PEERS"
        python3 -m venv "$PEERS"
        "$PEERS/bin/pip" install -q --disable-pip-version-check --no-deps \
            recogym==0.1.3.0 recsim-no-tf==0.2.3
        # Their own requirements cannot be met together any more; these are what they run with.
        "$PEERS/bin/pip" install -q --disable-pip-version-check \
            "numpy<2" "scipy<1.12" gym==0.26.2 numba pandas scikit-learn torch matplotlib simplegeneric tqdm \
            absl-py gin-config six
    fi
}

# Starts a server, on a heap of its own size and under another command where these are given, and sets `address`.
start_server() {
    local heap=${1:-2g} under=${2:-} log=$work/server-$RANDOM.out
    # shellcheck disable=SC2086 # Several words, or none.
    RECARENA_JAVA_OPTS="-Xmx$heap" $under ./recarena serve --grpc-port 0 --http-port 0 --data "$work/data-$RANDOM" \
        > "$log" 2>&1 &
    running+=($!)
    server=$!
    address=$(wait_for "$log" 's/.*is ready: grpc=\([^ ]*\).*/\1/p')
}

stop_server() {
    kill "$server"
    wait "$server" 2> /dev/null || true
}

# The first match in a growing file, for at most a minute.
wait_for() {
    local found
    for _ in $(seq 600); do
        found=$(sed -n "$2" "$1" | head -n 1)
        if [ -n "$found" ]; then
            echo "$found"
            return
        fi
        sleep 0.1
    done
    cat "$1" >&2
    fail "the server did not start"
}

transport_and_log() {
    local ping
    say "one lane beside an empty stream, from Java"
    # Waking a thread on another core costs several times what it costs on the same one, and the scheduler's choice
    # changes from second to second: so both servers have one core to themselves, and the client another.
    start_server 2g "$(on_core 0)"
    # shellcheck disable=SC2046 # Several words, or none.
    $(on_core 0) java -cp "$CLASSES" org.recarena.benchmarks.PingPong > "$work/ping" 2>&1 &
    running+=($!)
    ping=127.0.0.1:$(wait_for "$work/ping" 's/^ready //p')
    # shellcheck disable=SC2046
    $(on_core 1) java -Xmx1g -cp "$CLASSES" org.recarena.benchmarks.Loopback round-trip "$seconds" "$address" "$ping" \
        | tee -a "$OUT"
    stop_server
    say "many lanes, with and without a log, from Java"
    start_server
    java -Xmx1g -cp "$CLASSES" org.recarena.benchmarks.Loopback throughput "$seconds" "$address" | tee -a "$OUT"
    stop_server
}

# The words that keep a command on one core; none where that cannot be done.
on_core() {
    if command -v taskset > /dev/null && [ "$(nproc)" -gt 1 ]; then
        echo "taskset -c $1"
    fi
}

python_client_and_peer() {
    say "the server from Python, beside the reference"
    start_server
    "$PYTHON_CLIENT" benchmarks/python/recarena_speed.py "$address" "$seconds" | tee -a "$OUT"
    stop_server
    "$PEERS/bin/python" benchmarks/python/recogym_speed.py "$seconds" 2> /dev/null | tee -a "$OUT"
}

slates_and_peer() {
    say "the slate environments in process on one thread, and from Python, beside the reference"
    java -XX:+UseSerialGC -cp "$CLASSES" org.recarena.benchmarks.InProcess "$seconds" | tee -a "$OUT"
    start_server
    "$PYTHON_CLIENT" benchmarks/python/slates_speed.py "$address" "$seconds" | tee -a "$OUT"
    stop_server
    "$PEERS/bin/python" benchmarks/python/recsim_speed.py "$seconds" 2> /dev/null | tee -a "$OUT"
}

sessions() {
    say "sessions without biases and with those of a feed, from Java and from Python"
    start_server
    java -Xmx1g -cp "$CLASSES" org.recarena.benchmarks.SessionLoopback "$seconds" "$address" | tee -a "$OUT"
    "$PYTHON_CLIENT" benchmarks/python/sessions_speed.py "$address" "$seconds" | tee -a "$OUT"
    stop_server
}

gymnasium() {
    local ping
    say "Gymnasium's environments, beside a bare call from Python"
    java -cp "$CLASSES" org.recarena.benchmarks.PingPong > "$work/ping-python" 2>&1 &
    running+=($!)
    ping=127.0.0.1:$(wait_for "$work/ping-python" 's/^ready //p')
    start_server
    "$PYTHON_CLIENT" benchmarks/python/gymnasium_speed.py "$address" "$ping" "$seconds" | tee -a "$OUT"
    stop_server
}

open_lanes() {
    say "$LANES_MEASURED open lanes in a heap of 1 GiB"
    start_server 1g
    "$PYTHON_CLIENT" benchmarks/python/open_lanes.py "$address" "$LANES_MEASURED" | tee -a "$OUT"
    stop_server
}

million_users() {
    say "a million open users of interest evolution with 10,000 candidates, in a heap of 1 GiB"
    start_server 1g
    "$PYTHON_CLIENT" benchmarks/python/million_users.py "$address" "$server" "1 GiB" | tee -a "$OUT"
    stop_server
}

simulator() {
    say "the simulator in process, one thread"
    java -cp "$CLASSES" org.openjdk.jmh.Main SimulatorBenchmark -rf json -rff "$work/jmh.json" >&2
    python3 benchmarks/python/jmh_lines.py "$work/jmh.json" | tee -a "$OUT"
}

main "$@"

#!/usr/bin/env bash
# `recarena benchmark --docker`: runs docker/benchmark.yaml, prints its table and fetches its results. The images are
# built where they are not there; RECARENA_REBUILD=1 builds them again.
set -euo pipefail
readonly CALLED_FROM=$PWD
cd "$(dirname "$0")/.."

readonly LANES=256

users=4096
seed=42
output=

main() {
    while [ $# -gt 0 ]; do
        case "$1" in
            --docker) ;;
            --users | --seed | --output)
                [ $# -ge 2 ] || fail "$1 needs a value"
                declare -g "${1#--}=$2"
                shift
                ;;
            --users=* | --seed=* | --output=*)
                local option=${1#--}
                declare -g "${option%%=*}=${option#*=}"
                ;;
            -h | --help) usage ;;
            *) fail "unknown option $1 (see recarena benchmark --docker --help)" ;;
        esac
        shift
    done
    [[ "$users" =~ ^[1-9][0-9]*$ ]] || fail "--users is \"$users\"; it must be a positive whole number"
    [[ "$seed" =~ ^-?[0-9]+$ ]] || fail "--seed is \"$seed\"; it must be a whole number"
    engine
    plan
    trap tidy EXIT
    images
    play
}

usage() {
    cat << 'END'
Usage: recarena benchmark --docker [--users N] [--seed N] [--output DIR]
Runs a server and six agents, each in a container of its own, and reports how the agents did (docs/docker.md).
  --users N      how many users each agent meets, about; 4096 unless told otherwise
  --seed N       fixes the world, its users and the agents; 42 unless told otherwise
  --output DIR   where report and results go; a new directory under recarena-benchmark unless told otherwise
END
    exit 0
}

fail() {
    echo "recarena: $*" >&2
    exit 2
}

# Sets `compose` to the command that runs compose files here.
engine() {
    command -v docker > /dev/null || fail "there is no docker here; without --docker the agents run as processes"
    docker info > /dev/null 2>&1 || fail "docker is here, but its engine does not answer; start it, or set DOCKER_HOST"
    if docker compose version > /dev/null 2>&1; then
        compose=(docker compose)
    elif command -v docker-compose > /dev/null; then
        compose=(docker-compose)
    else
        fail "docker is here, but not its compose plugin; install docker-compose-plugin or docker-compose"
    fi
    compose+=(-f docker/benchmark.yaml -p "recarena-benchmark-$$")
}

# The users of `recarena benchmark` without --docker: whole rounds of lanes.
plan() {
    export BENCHMARK_SEED=$seed BENCHMARK_LANES=$LANES BENCHMARK_EPISODES
    [ "$users" -ge "$LANES" ] || BENCHMARK_LANES=$((users < 2 ? 2 : users))
    BENCHMARK_EPISODES=$((users < BENCHMARK_LANES ? BENCHMARK_LANES : users / BENCHMARK_LANES * BENCHMARK_LANES))
    # As without --docker: relative to where the caller is.
    if [ -z "$output" ]; then
        mkdir -p "$CALLED_FROM/recarena-benchmark"
        output=$(mktemp -d "$CALLED_FROM/recarena-benchmark/run-XXXXXX")
    fi
    case "$output" in
        /*) ;;
        *) output=$CALLED_FROM/$output ;;
    esac
    mkdir -p "$output"
}

images() {
    if [ "${RECARENA_REBUILD:-}" = 1 ] \
        || ! docker image inspect "${RECARENA_IMAGE:-recarena}" "${RECARENA_AGENT_IMAGE:-recarena-agent-python}" \
            > /dev/null 2>&1; then
        echo "recarena: building the images, once (some minutes where everything has to be downloaded) ..." >&2
        "${compose[@]}" build > "$output/build.log" 2>&1 || {
            tail -n 40 "$output/build.log" >&2
            fail "the images could not be built; $output/build.log says more"
        }
    fi
}

play() {
    echo "RecArena benchmark: six agents in containers of their own, each against the same $BENCHMARK_EPISODES users"
    local report
    "${compose[@]}" up --detach > "$output/compose.log" 2>&1 || {
        "${compose[@]}" logs --tail 20 >&2
        fail "the containers did not all finish; $output/compose.log says more"
    }
    report=$("${compose[@]}" ps --all --quiet report 2> /dev/null || "${compose[@]}" ps --quiet report)
    [ "$(docker wait "$report")" = 0 ] || {
        docker logs "$report" >&2
        fail "there is no report"
    }
    docker logs "$report" | grep -v '^report '
    docker cp -q "$report:/data/." "$output" 2> /dev/null || docker cp "$report:/data/." "$output"
    echo "report  $(cd "$output" && pwd)/report.html"
}

tidy() {
    "${compose[@]}" down --volumes --timeout 10 >> "$output/compose.log" 2>&1 || true
}

main "$@"

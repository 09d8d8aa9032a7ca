#!/usr/bin/env bash
# Runs the examples: agents in other languages, a bias of one's own, and the README's grpcurl lines, against a server of its own: the very commands of
# the documentation, with that server's address in place of localhost:50051.
#
#   examples/run.sh                 all of them
#   examples/run.sh go grpcurl      some of: go, typescript, rust, grpcurl, bias
#
# Needs a built distribution, and the tools that the pages name. Without a tool its example is skipped, except in CI.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly GRPCURL=github.com/fullstorydev/grpcurl/cmd/grpcurl@v1.9.3
readonly DOCUMENTED=localhost:50051

scratch=$(mktemp -d)
address=

main() {
    local examples=("$@")
    [ $# -gt 0 ] || examples=(go typescript rust grpcurl bias)
    start_server
    for example in "${examples[@]}"; do
        printf '\n--- %s\n' "$example"
        case "$example" in
            go) needs go npm && run_page docs/clients/go.md ;;
            typescript) needs npm && run_page docs/clients/typescript.md ;;
            rust) needs cargo && run_page docs/clients/rust.md ;;
            grpcurl) needs go && run_grpcurl ;;
            bias) needs mvn java && run_bias ;;
            *)
                echo "run.sh: there is no example \"$example\"" >&2
                exit 2
                ;;
        esac
    done
}

# Nobody reads what was skipped in CI, so there it is an error.
needs() {
    local tool
    for tool in "$@"; do
        if ! command -v "$tool" > /dev/null; then
            echo "SKIPPED: this example needs $tool, and there is none on the PATH"
            [ "${CI:-}" != true ] || exit 1
            return 1
        fi
    done
}

start_server() {
    : > "$scratch/server.log"
    ./recarena serve --grpc-port 0 --http-port 0 --data "$scratch/data" >> "$scratch/server.log" 2>&1 &
    server=$!
    trap stop EXIT
    local waited
    for ((waited = 0; waited < 600; waited++)); do
        address=$(sed -n 's/.*RecArena is ready: grpc=\([^ ]*\) .*/\1/p' "$scratch/server.log")
        [ -z "$address" ] || return 0
        kill -0 "$server" 2> /dev/null || break
        sleep 0.1
    done
    cat "$scratch/server.log" >&2
    echo "run.sh: the server did not start" >&2
    exit 1
}

stop() {
    kill "$server" 2> /dev/null || true
    wait "$server" || true
    rm -rf "$scratch"
}

# The shell commands of a page, with the address of the server in them.
commands() {
    sed -n '/^```sh$/,/^```$/{/^```/d;p;}' "$1" | sed "s/$DOCUMENTED/$address/g"
}

# The page's lines up to the server's; then a server with the jar, on a free port, for the line after it. Whatever the bias
# is said to be must be found: its description, its keys, its ground truth, and its values in the log.
run_bias() {
    (
        scratch=$(mktemp -d)
        commands docs/own-bias.md > "$scratch/commands"
        [ "$(grep -c '^./recarena serve' "$scratch/commands")" = 1 ]
        sed -i '/^.\/recarena serve/,$d' "$scratch/commands"
        cat "$scratch/commands"
        eval "$(cat "$scratch/commands")" > "$scratch/told"
        cat "$scratch/told"
        grep -q '`halo`: Halo effect (attraction)' "$scratch/told"
        grep -q '`halo.weight` | number | `0.0`' "$scratch/told"
        grep -q 'attraction: context, drift, halo, ' "$scratch/told"
        grep -q 'halo.weight: 1.0' "$scratch/told"
        start_server
        eval "$(commands docs/own-bias.md | grep '^java ')" | tee "$scratch/played"
        grep -q 'shift of each slot' "$scratch/played"
        grep -raq 'halo.weight' "$scratch/data/log"
        grep -raq 'drawn.halo.weight' "$scratch/data"
    )
}

run_page() {
    commands "$1" > "$scratch/commands"
    [ -s "$scratch/commands" ]
    (bash -euxo pipefail "$scratch/commands")
}

# The README's lines in order; what Create answers goes where they have an ellipsis for the handle. How many spaces
# follow a colon, and how names are spelt, differs from one build of grpcurl to another.
run_grpcurl() {
    local bin=$scratch/bin line reply id=
    GOBIN=$bin go install "$GRPCURL"
    commands README.md | sed -e ':join' -e '/\\$/{N;s/\\\n *//;b join' -e '}' | grep '^grpcurl ' > "$scratch/lines"
    [ "$(wc -l < "$scratch/lines")" -ge 4 ]
    while IFS= read -r line; do
        line=${line//…/$id}
        echo "+ $line"
        reply=$(PATH=$bin:$PATH bash -c "$line" < /dev/null)
        [ -n "$id" ] || id=$(sed -n 's/.*"simulation_\{0,1\}[iI]d": *"\([0-9a-f]*\)".*/\1/p' <<< "$reply")
    done < "$scratch/lines"
    [ -n "$id" ]
    printf '%s\n' "$reply"
    grep -q '"name": *"click"' <<< "$reply"
}

main "$@"

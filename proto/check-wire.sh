#!/usr/bin/env bash
# Lints the contract and checks that it did not break the wire since the last release.
#
#   check-wire.sh             lint, then compare with the released contract
#   check-wire.sh --release   lint, then make the contract as it is now the released one
#
# Runs as a part of `mvn verify`, which also unpacks the imported protos. Without npm it is skipped.
set -euo pipefail
cd "$(dirname "$0")"

readonly RELEASED=released/recarena-v1.binpb
readonly CONTRACT=recarena/v1
readonly IMPORTED=target/imported-protos

main() {
    if [ ! -d "$IMPORTED" ]; then
        echo "check-wire: $PWD/$IMPORTED is missing; run 'mvn -pl proto generate-sources' first" >&2
        exit 1
    fi
    if ! command -v npm > /dev/null; then
        skip "the wire checks need npm, and there is none on the PATH"
    fi
    install_buf
    buf lint
    echo "check-wire: the contract follows buf's STANDARD rules"

    case "${1:-}" in
        --release) release ;;
        "") compare ;;
        *)
            echo "usage: check-wire.sh [--release]" >&2
            exit 2
            ;;
    esac
}

# Nobody reads what was skipped in CI, so there it is an error.
skip() {
    echo "SKIPPED: $*"
    [ "${CI:-}" != true ] || exit 1
    exit 0
}

buf() {
    node_modules/.bin/buf "$@"
}

# The lock file pins the version, so an installed one is right as long as the lock is older.
install_buf() {
    local installed=node_modules/.package-lock.json
    if [ ! -x node_modules/.bin/buf ] || [ package-lock.json -nt "$installed" ]; then
        npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
    fi
}

release() {
    mkdir -p "$(dirname "$RELEASED")"
    buf build --path "$CONTRACT" --exclude-source-info -o "$RELEASED"
    echo "check-wire: $RELEASED is now the contract that later ones are compared with"
}

compare() {
    if [ ! -f "$RELEASED" ]; then
        echo "SKIPPED: nothing was released yet ($RELEASED is missing), so nothing can break"
        return
    fi
    buf breaking --path "$CONTRACT" --exclude-imports --against "$RELEASED"
    echo "check-wire: clients of $RELEASED still understand the contract"
}

main "$@"

# Sourced by `run`: brings up a Docker engine, and makes the images that ours are built from where no registry is needed
# for it. What takes long is kept in $CACHE between runs.

readonly CACHE=${RECARENA_CI_CACHE:-/var/cache/recarena-ci}
readonly SUITE=bookworm
engine_dir=

# An engine that answers already is taken, with the public images. Else one is started here, on a data root, an exec
# root, a socket and a pid file of its own; stop_engine ends it.
start_engine() {
    if docker info > /dev/null 2>&1; then
        echo "a Docker engine answers already; taking it"
        return
    fi
    engine_dir=$(mktemp -d /tmp/recarena-engine-XXXXXX)
    mkdir -p "$CACHE"
    exec 8> "$CACHE/lock"
    flock 8 # One engine on a data root.
    export DOCKER_HOST=unix://$engine_dir/docker.sock DOCKER_BUILDKIT=0
    # Nothing else uses this engine, so nothing has to be reaped; and no image is pulled to find the host's address.
    export TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_HOST_OVERRIDE=localhost
    setsid dockerd --data-root "$CACHE/docker" --exec-root "$engine_dir/exec" --pidfile "$engine_dir/pid" \
        --host "$DOCKER_HOST" > "$engine_dir/log" 2>&1 < /dev/null 8>&- &
    local _
    for _ in $(seq 120); do
        ! docker info > /dev/null 2>&1 || return 0
        sleep 0.5
    done
    tail -n 40 "$engine_dir/log" >&2
    echo "the Docker engine does not answer" >&2
    return 1
}

stop_engine() {
    [ -n "$engine_dir" ] || return 0
    local pid _
    docker system prune --force > /dev/null 2>&1 || true # containers and layers without a name; the base images stay
    pid=$(cat "$engine_dir/pid" 2> /dev/null || true)
    if [ -n "$pid" ]; then
        kill "$pid" 2> /dev/null || true
        for _ in $(seq 60); do
            kill -0 "$pid" 2> /dev/null || break
            sleep 0.5
        done
    fi
    umount "$engine_dir/exec/netns/default" 2> /dev/null || true # the engine leaves it mounted
    rm -rf "$engine_dir" || true
}

# A system to run on, one to build in, and one with Prometheus; each made once a month, so that it is not outdated.
base_images() {
    [ -n "$engine_dir" ] || return 0
    local month
    month=$(date +%Y%m)
    export RECARENA_BASE_IMAGE=recarena-ci/debian:$SUITE-$month
    export RECARENA_BUILD_IMAGE=recarena-ci/tools:$SUITE-$month
    export RECARENA_PYTHON_BASE_IMAGE=$RECARENA_BUILD_IMAGE
    export PROMETHEUS_IMAGE=recarena-ci/prometheus:$SUITE-$month
    make_image "$RECARENA_BASE_IMAGE"
    make_image "$RECARENA_BUILD_IMAGE" openjdk-17-jdk-headless python3 python3-venv prometheus
    docker build -q -t "$PROMETHEUS_IMAGE" - > /dev/null << END
FROM $RECARENA_BUILD_IMAGE
RUN install -d -o nobody /prometheus
USER nobody
ENTRYPOINT ["prometheus"]
END
}

# A Debian with some packages, without a registry.
make_image() {
    local name=$1 packages directory
    shift
    ! docker image inspect "$name" > /dev/null 2>&1 || return 0
    packages=$(IFS=, && echo "$*")
    directory=$(mktemp -d)
    mkdir -p "$CACHE/packages"
    debootstrap --variant=minbase --cache-dir="$CACHE/packages" ${packages:+--include="$packages"} \
        "$SUITE" "$directory" "$(mirror)" > "$directory.log" 2>&1 || {
        tail -n 20 "$directory.log" >&2
        return 1
    }
    rm -rf "$directory"/var/cache/apt/archives/*.deb "$directory"/var/lib/apt/lists/*
    tar -C "$directory" -c . | docker import - "$name" > /dev/null
    rm -rf "$directory" "$directory.log"
}

# Where this machine has its own packages from.
mirror() {
    sed -n 's/^URIs: *\([^ ]*\).*/\1/p' /etc/apt/sources.list.d/debian.sources 2> /dev/null | grep . | head -n 1 \
        || awk '$1 == "deb" { print $2; exit }' /etc/apt/sources.list
}

# The Python image is built without a network: its packages, for the Python of $SUITE, are put where it looks for them.
python_wheels() {
    [ -n "$engine_dir" ] || return 0
    local pip=.recarena/ci/bin/pip wheels=client-python-stub/dist
    rm -rf "$wheels"
    [ -x "$pip" ] || python3 -m venv .recarena/ci
    "$pip" wheel --quiet --disable-pip-version-check --no-deps --wheel-dir "$wheels" ./client-python-stub
    "$pip" download --quiet --disable-pip-version-check --only-binary=:all: --python-version 3.11 --dest "$wheels" \
        "$wheels"/recarena-*.whl
}

#!/usr/bin/env bash
# Puts everything that the image's last stage copies into a directory; the Dockerfile's build stage calls it.
#
#   docker/build.sh DIRECTORY       the directory that it will have in the image too: the class-data archive knows paths
#
# REBUILD=1 builds the distribution though there is one.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly HOME_DIR=$1
readonly LIB=$HOME_DIR/lib
readonly JAVA=$HOME_DIR/jre/bin/java
readonly OPTIONS=$HOME_DIR/jvm.options
readonly ARCHIVE=$HOME_DIR/recarena.jsa
# What the server and its libraries call, and: elliptic curves for TLS, and jcmd and the flight recorder to look into a
# running server. Not java.desktop, which JSON and YAML libraries name for beans that are not used here: it is large.
readonly MODULES=java.logging,java.management,java.naming,java.sql,java.xml,jdk.crypto.ec,jdk.jcmd,jdk.jfr,jdk.management,jdk.unsupported

main() {
    distribution
    mkdir -p "$HOME_DIR/bin" "$HOME_DIR/native"
    cp -R dist/lib "$LIB"
    cp docker/entrypoint.sh "$HOME_DIR/bin/recarena"
    chmod 755 "$HOME_DIR/bin/recarena"
    cp LICENSE "$HOME_DIR/"
    runtime
    native_transport
    options
    class_data
    du -sh "$HOME_DIR"/*
}

say() {
    echo "build.sh: $*"
}

distribution() {
    if [ "${REBUILD:-0}" != 1 ] && compgen -G 'dist/lib/recarena-demo-*.jar' > /dev/null; then
        say "taking the distribution in dist/"
        return
    fi
    say "building the distribution"
    mvn -B -ntp -DskipTests -Dspotless.check.skip=true package -pl demo -am
}

runtime() {
    say "making a runtime of $MODULES"
    jlink --add-modules "$MODULES" --strip-java-debug-attributes --no-header-files --no-man-pages --compress=2 \
        --output "$HOME_DIR/jre"
}

# Netty would unpack its native library into /tmp, which a read-only container may not have.
native_transport() {
    local jar unpacked
    unpacked=$(mktemp -d)
    for jar in "$LIB"/netty-transport-native-epoll-*-linux-*.jar; do
        (cd "$unpacked" && jar xf "$jar" META-INF/native)
    done
    cp "$unpacked"/META-INF/native/*.so "$HOME_DIR/native/"
    rm -rf "$unpacked"
}

# In a file, because a class path of which the archive holds classes must be the same each time, to the letter.
options() {
    local class_path
    class_path=$(printf '%s:' "$LIB"/*.jar)
    {
        echo "-XX:MaxRAMPercentage=60"
        echo "-XX:+ExitOnOutOfMemoryError"
        echo "-XX:-UsePerfData"
        echo "-XX:SharedArchiveFile=$ARCHIVE"
        echo "-Xshare:auto"
        echo "-Xlog:cds=off -Xlog:cds+dynamic=off"
        echo "-Djava.library.path=$HOME_DIR/native"
        if [ "$(java_version)" -ge 24 ]; then
            echo "--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
        fi
        echo "-cp ${class_path%:}"
    } > "$OPTIONS"
}

java_version() {
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$HOME_DIR/jre/release"
}

# A server that plays a little writes down which classes it takes, and those are archived: the next start maps them into
# memory instead of reading, checking and linking each.
class_data() {
    local work server agent address=
    work=$(mktemp -d)
    say "training"
    "$JAVA" "@$OPTIONS" -Xshare:off "-XX:DumpLoadedClassList=$work/server" org.recarena.server.Main serve \
        --grpc-port 0 --http-port 0 --data "$work/data" > "$work/out" 2> "$work/err" &
    server=$!
    for _ in $(seq 300); do
        address=$(sed -n 's/.*is ready: grpc=\([^ ]*\).*/\1/p' "$work/out")
        [ -z "$address" ] || break
        sleep 0.1
    done
    if [ -z "$address" ]; then
        cat "$work/err" >&2
        exit 1
    fi
    "$JAVA" "@$OPTIONS" -Xshare:off "-XX:DumpLoadedClassList=$work/health" org.recarena.server.Main health \
        --address "$address"
    for agent in random linear-thompson; do
        "$JAVA" "@$OPTIONS" -Xshare:off org.recarena.demo.AgentCommand --address "$address" --agent "$agent" \
            --episodes 64 --lanes 16 --labels purpose=training > "$work/played"
    done
    kill "$server"
    wait "$server"
    # Each line once: the JVM does not survive a lambda that is listed twice.
    awk '!seen[$0]++' "$work/server" "$work/health" > "$work/classes"
    say "archiving $(wc -l < "$work/classes") classes and lambdas"
    "$JAVA" "@$OPTIONS" -Xshare:dump -XX:+UseG1GC "-XX:SharedClassListFile=$work/classes" > "$work/dump" 2>&1 || {
        cat "$work/dump" >&2
        exit 1
    }
    rm -rf "$work"
    # A stale or partial archive would only show as a slow start.
    "$JAVA" "@$OPTIONS" -Xshare:on org.recarena.server.Main environments > /dev/null
}

main

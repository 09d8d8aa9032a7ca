#!/bin/sh
# `recarena` within the image. The JVM takes this process's place, so that signals reach it.
# RECARENA_JAVA_OPTS holds more options for the JVM, separated by spaces, and RECARENA_CLASSPATH jars of the user's own. The
# options are for what runs for long: the health check and commands beside the server would want its ports and its memory
# once more.
set -eu

home=/opt/recarena
main=org.recarena.server.Main
options=

# A fifth of the container's memory, in bytes. The heap takes 60 % of it (jvm.options); what the server sends lies outside of
# the heap and could take as much again by default, and then the kernel kills instead of the server refusing.
direct_memory() {
    memory=$(($(sed -n 's/^MemTotal: *\([0-9]*\) kB$/\1/p' /proc/meminfo) * 1024))
    for file in /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes; do
        limit=$(cat "$file" 2> /dev/null) || continue
        case $limit in
            '' | *[!0-9]*) ;; # none: "max"
            *) [ "$limit" -ge "$memory" ] || memory=$limit ;;
        esac
    done
    echo $((memory / 5))
}

case "${1:-}" in
    serve) options="-XX:MaxDirectMemorySize=$(direct_memory) ${RECARENA_JAVA_OPTS:-}" ;;
    demo | agent | benchmark) options=${RECARENA_JAVA_OPTS:-} ;;
esac
case "${1:-}" in
    demo) main=org.recarena.demo.Main && shift ;;
    agent) main=org.recarena.demo.AgentCommand && shift ;;
    benchmark) main=org.recarena.demo.BenchmarkCommand && shift ;;
esac
# The last class path wins, so that it has to hold the image's own as well.
class_path=$(sed -n 's/^-cp //p' "$home/jvm.options")
# shellcheck disable=SC2086  # meant to be split at spaces
exec "$home/jre/bin/java" "@$home/jvm.options" $options \
    ${RECARENA_CLASSPATH:+-cp "$class_path:$RECARENA_CLASSPATH"} "$main" "$@"

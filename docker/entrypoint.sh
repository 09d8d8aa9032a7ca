#!/bin/sh
# `recarena` within the image. The JVM takes this process's place, so that signals reach it.
# RECARENA_JAVA_OPTS holds more options for the JVM, separated by spaces.
set -eu

home=/opt/recarena
main=org.recarena.server.Main
case "${1:-}" in
    demo) main=org.recarena.demo.Main && shift ;;
    agent) main=org.recarena.demo.AgentCommand && shift ;;
    benchmark) main=org.recarena.demo.BenchmarkCommand && shift ;;
esac
# shellcheck disable=SC2086  # meant to be split at spaces
exec "$home/jre/bin/java" "@$home/jvm.options" ${RECARENA_JAVA_OPTS:-} "$main" "$@"

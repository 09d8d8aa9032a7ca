package org.recarena.server.settings;

import java.util.List;

/** Every setting that there is. Stateless. */
public final class SettingDefinitions {

    private SettingDefinitions() {}

    /**
     * All definitions.
     *
     * @return in the order in which they are documented
     */
    public static List<Setting> all() {
        return List.of(
                text(
                        "grpc-host",
                        "127.0.0.1",
                        "The address that gRPC listens on. Without TLS, anything but this"
                                + " machine needs insecure as well."),
                port("grpc-port", "50051", "The port of gRPC; 0 for any free one."),
                text("grpc-socket", "", "The path of a Unix domain socket for gRPC, besides the port; empty for none."),
                text("http-host", "127.0.0.1", "The address that the HTTP side listens on."),
                port(
                        "http-port",
                        "8080",
                        "The port of the HTTP side (/metrics, /healthz, /readyz); 0 for any free" + " one."),
                flag("http", "true", "Whether there is an HTTP side."),
                text("data", "recarena-data", "The directory of the trajectory log. Made where it is missing."),
                choice(
                        "log",
                        List.of("on", "off"),
                        "Whether trajectories are logged. Without a log, simulations do" + " not survive a restart."),
                choice(
                        "durability",
                        List.of("synced", "buffered"),
                        "The default of LogOptions.durability: synced"
                                + " acknowledges a step when it is on stable storage, buffered at once."),
                choice(
                        "log-observations",
                        List.of("compact", "none", "full"),
                        "The default of" + " LogOptions.observations."),
                size("log-segment-size", "256m", "Log files are closed at this size and a new one is begun."),
                period(
                        "log-flush-interval",
                        "100ms",
                        "A buffered record is on stable" + " storage at most this long after its step."),
                flag(
                        "busy-wait",
                        "true",
                        "Whether threads wait busily, for half a millisecond at most, for the disk or a client's next step,"
                                + " which makes a lone client's synced steps faster; false saves processor time where"
                                + " that is shared or limited, as in a container with a CPU quota."),
                text("tls-certificate", "", "A file with the server's certificate chain (PEM); empty: no TLS."),
                text("tls-key", "", "A file with the certificate's private key (PEM)."),
                flag("insecure", "false", "Whether to listen on other addresses than this machine's without TLS."),
                text("client-token", "", "A token that every client has to send; empty: none."),
                choice(
                        "oracle",
                        List.of("loopback", "token", "off"),
                        "Who may ask for ground truth: clients on this"
                                + " machine (and those with the oracle token), only those with the token, or nobody."),
                text("oracle-token", "", "The token that opens the oracle; empty: no token does."),
                text(
                        "admin-token",
                        "",
                        "The token that opens everything; empty: clients on this machine are" + " administrators."),
                number("max-simulations", "10000", "Simulations open at a time."),
                number(
                        "max-simulations-per-client",
                        "10000",
                        "Simulations open at a time for one client address, those brought back from the log"
                                + " included."),
                number("max-lanes-per-simulation", "1000000", "Lanes of one simulation."),
                number("max-lanes", "10000000", "Lanes of all simulations together."),
                bytes("max-lane-memory", "0", "Estimated memory of all lanes together; 0: two thirds of the heap."),
                bytes("max-world-memory", "0", "Estimated memory of one world's items; 0: a quarter of the heap."),
                size("max-message-size", "64m", "The largest message that a client may send."),
                size(
                        "max-reply-size",
                        "1g",
                        "The largest reply that a simulation may give, ragged observations not counted; refused when it"
                                + " is created."),
                count("max-calls-per-connection", "1000", "Calls under way at a time on one connection."),
                period(
                        "idle-timeout",
                        "1h",
                        "A simulation that nobody calls for so long is closed, unless its client"
                                + " asked for another time."),
                duration("max-idle-timeout", "30d", "The longest time that a client may ask for."),
                number(
                        "checkpoint-lane-steps",
                        "20000000",
                        "A simulation's whole state is logged each time it has made"
                                + " so many lane-steps, so that a restart replays no more; 0: only when the server stops."),
                period("keepalive-time", "2h", "A client that is silent for so long is pinged."),
                duration("permit-keepalive-time", "10s", "Clients that ping more often are disconnected."),
                duration("drain-timeout", "30s", "On SIGTERM, how long calls under way may take to finish."),
                choice(
                        "log-format",
                        List.of("text", "json"),
                        "The form of the server's own messages on standard" + " error."));
    }

    private static Setting text(String name, String defaultValue, String meaning) {
        return new Setting(name, Setting.Type.TEXT, defaultValue, List.of(), meaning);
    }

    private static Setting flag(String name, String defaultValue, String meaning) {
        return new Setting(name, Setting.Type.FLAG, defaultValue, List.of(), meaning);
    }

    private static Setting number(String name, String defaultValue, String meaning) {
        return new Setting(name, Setting.Type.NUMBER, defaultValue, List.of(), meaning);
    }

    private static Setting bytes(String name, String defaultValue, String meaning) {
        return new Setting(name, Setting.Type.BYTES, defaultValue, List.of(), meaning);
    }

    private static Setting duration(String name, String defaultValue, String meaning) {
        return new Setting(name, Setting.Type.DURATION, defaultValue, List.of(), meaning);
    }

    private static Setting port(String name, String defaultValue, String meaning) {
        return new Setting(name, Setting.Type.PORT, defaultValue, List.of(), meaning);
    }

    private static Setting count(String name, String defaultValue, String meaning) {
        return new Setting(name, Setting.Type.COUNT, defaultValue, List.of(), meaning);
    }

    private static Setting size(String name, String defaultValue, String meaning) {
        return new Setting(name, Setting.Type.SIZE, defaultValue, List.of(), meaning);
    }

    private static Setting period(String name, String defaultValue, String meaning) {
        return new Setting(name, Setting.Type.PERIOD, defaultValue, List.of(), meaning);
    }

    private static Setting choice(String name, List<String> choices, String meaning) {
        return new Setting(name, Setting.Type.CHOICE, choices.get(0), choices, meaning);
    }
}

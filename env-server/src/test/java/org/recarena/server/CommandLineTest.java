package org.recarena.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.recarena.server.cli.HealthCommand;
import org.recarena.server.settings.Setting;
import org.recarena.server.settings.SettingDefinitions;
import org.recarena.server.settings.SettingException;
import org.recarena.server.settings.SettingSources;
import org.recarena.server.settings.Settings;
import org.recarena.server.settings.Settings.Given;
import org.recarena.simulator.EnvironmentCatalog;
import picocli.CommandLine;

/** The command line and the settings, right and wrong. */
class CommandLineTest {

    private record Run(int exit, String out, String err) {}

    private static Run run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commands = Main.commandLine(EnvironmentCatalog.installed())
                .setOut(new PrintWriter(new BufferedWriter(out), true)) // Loses what is not flushed, as a process does.
                .setErr(new PrintWriter(err, true));
        return new Run(commands.execute(arguments), out.toString(), err.toString());
    }

    @Test
    void environmentsAreListedAndDescribed() {
        assertThat(run("environments").out()).contains("RecoGym-v0", "RecoGym-v1");
        assertThat(run("describe", "RecoGym-v1").out()).contains("`sigma_omega`", "`view_counts`", "`click`");
        Run unknown = run("describe", "RecoGym-v9");
        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.err()).contains("environment is \"RecoGym-v9\"", "RecoGym-v1");
    }

    @Test
    void aConfigIsCheckedFaultByFault(@TempDir Path directory) throws IOException {
        Path good = Files.writeString(directory.resolve("good.yaml"), "environment: RecoGym-v1\nnum_products: 20\n");
        assertThat(run("check", good.toString()).out()).contains("num_products: 20", "(default)");
        Path bad = Files.writeString(
                directory.resolve("bad.yaml"), "environment: RecoGym-v1\nnum_product: 20\nsigma_omega: -1\n");
        Run refused = run("check", bad.toString());
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains("config.num_product", "config.sigma_omega is -1");
        assertThat(run("check", directory.resolve("missing.yaml").toString()).err())
                .contains("missing.yaml cannot be read");
    }

    @Test
    void aConfigSaysWhichEnvironmentAndEachKeyOnce(@TempDir Path directory) throws IOException {
        Path nameless = Files.writeString(directory.resolve("nameless.yaml"), "num_products: 20\n");
        assertThat(run("check", nameless.toString()).err()).contains("nameless.yaml lacks the key environment");
        Path empty = Files.writeString(directory.resolve("empty.yaml"), "environment:\nnum_products: 20\n");
        assertThat(run("check", empty.toString()).err()).contains("empty.yaml lacks the key environment");
        Path twice = Files.writeString(
                directory.resolve("twice.yaml"), "environment: RecoGym-v1\nnum_products: 20\nnum_products: 30\n");
        Run refused = run("check", twice.toString());
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains("twice.yaml cannot be read", "num_products");
        Path both = Files.writeString(
                directory.resolve("both.yaml"),
                "environment: RecArena-Session-v1\nposition: {exponent: 1}\nposition.exponent: 2\n");
        assertThat(run("check", both.toString()).err()).contains("config.position.exponent is given twice");
    }

    @Test
    void presetsAndBiasesAreNamed(@TempDir Path directory) throws IOException {
        assertThat(run("describe", "RecArena-Session-v1").out())
                .contains("| search-page | A page of search results | noise, outlier, position, trust |")
                .contains("in this order: exposure, examination, attraction, choice,")
                .contains("- `position`: Position bias (examination). The slot of rank k");
        Path good = Files.writeString(
                directory.resolve("good.yaml"),
                "environment: RecArena-Session-v1\npreset: search-page\nposition: {exponent: 2}\ntrust: {false_first: 0}\n");
        assertThat(run("check", good.toString()).out())
                .contains("  examination: outlier, position", "  choice: rule independent, trust")
                .contains(
                        "  position.exponent: 2.0\n",
                        "  noise.misclick: 0.01  (preset)",
                        "  num_items: 1000  (default)");
        Path bad = Files.writeString(
                directory.resolve("bad.yaml"),
                "environment: RecArena-Session-v1\npreset: serach-page\nslate_size: 0\npostion.exponent: 1\n");
        Run refused = run("check", bad.toString());
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err())
                .startsWith("recarena: 3 faults:\n  config.")
                .contains("config.preset is \"serach-page\"; it must be one of \"clean\", \"search-page\"")
                .contains("config.slate_size is 0", "did you mean position.exponent?");
    }

    @Test
    void whatWasLoggedIsPrinted(@TempDir Path data) throws IOException {
        String id;
        try (TestServer server = TestServer.start(data)) {
            Player player = server.player();
            id = player.create(Player.recoGym(3, 1));
            String other = player.create(Player.recoGym(1, 1));
            player.reset(id, 1);
            player.reset(other, 1);
            for (long step = 2; step < 6; step++) {
                player.step(id, step, Player.rule(0, 3, step));
                player.step(other, step, Player.rule(0, 1, step));
            }
        }
        Run all = run("log", data.toString());
        assertThat(all.exit()).isZero();
        assertThat(all.out().lines()).hasSize(4 * (3 + 1)).allMatch(line -> line.startsWith("{\"simulation\":\""));
        Run one = run("log", data.toString(), "--simulation", id);
        assertThat(one.out().lines()).hasSize(4 * 3).allMatch(line -> line.contains(id));
        Run missing = run("log", data.resolve("nowhere").toString());
        assertThat(missing.exit()).isEqualTo(2);
        assertThat(missing.err()).contains("nowhere is not a directory");
    }

    @Test
    void healthIsAskedAndAnsweredWithTheExitCode(@TempDir Path data) throws IOException {
        String address;
        try (TestServer server = TestServer.start(data)) {
            address = server.address();
            Run healthy = run("health", "--address", address);
            assertThat(healthy.exit()).isZero();
            assertThat(healthy.out()).isEqualToIgnoringNewLines(address + " is SERVING");
            assertThat(health(Map.of("RECARENA_GRPC_HOST", "0.0.0.0", "RECARENA_GRPC_PORT", port(address))))
                    .isZero();
        }
        Run gone = run("health", "--address", address);
        assertThat(gone.exit()).isEqualTo(1);
        assertThat(gone.out()).contains(address + " does not answer: UNAVAILABLE");
        assertThat(health(Map.of("RECARENA_GRPC_PORT", port(address)))).isEqualTo(1);
    }

    private static String port(String address) {
        return address.substring(address.lastIndexOf(':') + 1);
    }

    private static int health(Map<String, String> environment) {
        return new CommandLine(new HealthCommand(environment))
                .setOut(new PrintWriter(new StringWriter()))
                .execute();
    }

    @Test
    void anUnknownFlagIsRefused() {
        assertThat(run("serve", "--grpc-prot", "1").exit()).isEqualTo(2);
    }

    @Test
    void everyDefaultIsAllowed() {
        Settings defaults = Settings.of(Map.of());
        assertThat(defaults.number("grpc-port")).isEqualTo(50051);
        assertThat(defaults.duration("idle-timeout")).hasHours(1);
        assertThat(defaults.number("max-message-size")).isEqualTo(64L << 20);
    }

    @ParameterizedTest
    @CsvSource({
        "grpc-port, -1, a port",
        "max-lanes, -1, a whole number",
        "log, maybe, 'one of on, off'",
        "max-message-size, 64x, a number of bytes",
        "idle-timeout, soon, a duration",
        "insecure, yes, true or false",
        "grpc-port, 65536, 'a port, from 0 to 65535'",
        "http-port, 70000, a port",
        "max-calls-per-connection, 0, at least 1",
        "log-segment-size, 0, at least 1",
        "max-lane-memory, 99999999999g, a number of bytes",
        "keepalive-time, 0s, from 1ms",
        "max-idle-timeout, 36501d, up to 36500d"
    })
    void aWrongValueIsNamedWithWhereItWasSet(String name, String value, String allowed) {
        assertThatThrownBy(() -> Settings.of(Map.of(name, new Given(value, "server.yaml"))))
                .isInstanceOf(SettingException.class)
                .hasMessageContainingAll(name + " (server.yaml) is \"" + value + "\"", allowed);
    }

    @Test
    void anUnknownSettingIsNamed() {
        assertThatThrownBy(() -> Settings.of(Map.of("grcp-port", new Given("1", "server.yaml"))))
                .hasMessageContainingAll("grcp-port (server.yaml) is not a setting", "grpc-port");
    }

    @Test
    void fileAndEnvironmentAreRead(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("server.yaml"), "grpc-port: 1234\nlog: off\n");
        Map<String, Given> given = new LinkedHashMap<>(SettingSources.file(file));
        given.putAll(SettingSources.environment(Map.of("RECARENA_GRPC_PORT", "4321", "PATH", "/bin")));
        Settings settings = Settings.of(given);
        assertThat(settings.number("grpc-port")).isEqualTo(4321);
        assertThat(settings.text("log")).isEqualTo("off");
        Path list = Files.writeString(directory.resolve("list.yaml"), "- 1\n");
        assertThatThrownBy(() -> SettingSources.file(list)).hasMessageContaining("must be a mapping");
    }

    @Test
    void aFileThatSaysNothingOrTooMuchIsRefused(@TempDir Path directory) throws IOException {
        Path empty = Files.writeString(directory.resolve("empty.yaml"), "client-token:\n");
        assertThatThrownBy(() -> SettingSources.file(empty))
                .isInstanceOf(SettingException.class)
                .hasMessageContainingAll("client-token", "empty.yaml", "has no value");
        Path twice = Files.writeString(directory.resolve("twice.yaml"), "grpc-port: 1\ngrpc-port: 2\n");
        assertThatThrownBy(() -> SettingSources.file(twice))
                .isInstanceOf(SettingException.class)
                .hasMessageContainingAll("twice.yaml", "Duplicate", "grpc-port");
        Path two = Files.writeString(directory.resolve("two.yaml"), "grpc-port: 1\n---\nhttp-port: 2\n");
        assertThatThrownBy(() -> SettingSources.file(two))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("two.yaml");
    }

    @Test
    void wrongUsageIsToldInFewLines() {
        Run missing = run("serve", "--grpc-port");
        assertThat(missing.exit()).isEqualTo(2);
        assertThat(missing.err().lines())
                .hasSizeBetween(2, 3)
                .anyMatch(line -> line.startsWith("recarena: ") && line.contains("--grpc-port"))
                .anyMatch(line -> line.equals("See recarena serve --help."));
        assertThat(run("serve", "--grpc-prot", "1").err()).contains("'--grpc-prot'", "--grpc-port");
    }

    @Test
    void theHelpTellsWhatASettingTakes() {
        assertThat(run("serve", "--help").out().replaceAll("\\s+", " "))
                .contains("RECARENA_GRPC_PORT", "Takes one of synced, buffered.", "Takes a port, from 0 to 65535.");
    }

    @Test
    void everyCommandTellsTheVersion() {
        String version = run("--version").out();
        assertThat(version).startsWith("RecArena ");
        assertThat(run("serve", "--version").out()).isEqualTo(version);
    }

    private static void assertDoesNotStart(Path data, String message, String... settings) {
        assertThatThrownBy(() -> TestServer.start(data, settings).close()).hasMessageContaining(message);
    }

    @Test
    void aServerThatCannotStartSaysWhichSettingIsWrong(@TempDir Path data) throws IOException {
        assertDoesNotStart(data, "tls-key is set, but tls-certificate is not", "tls-key", "key.pem");
        assertDoesNotStart(
                data,
                "tls-certificate \"none.pem\" and tls-key \"key.pem\" cannot be used",
                "tls-certificate",
                "none.pem",
                "tls-key",
                "key.pem");
        assertDoesNotStart(data, "data is empty", "data", "");
        assertDoesNotStart(
                data, "http-host is \"nowhere.invalid\", which cannot be resolved", "http-host", "nowhere.invalid");
        try (TestServer other = TestServer.start(data.resolve("other"))) {
            String grpc = port(other.address());
            String http = port(other.httpAddress());
            assertDoesNotStart(data, "grpc-host and grpc-port: cannot listen on", "grpc-port", grpc);
            assertDoesNotStart(data, "http-host and http-port: cannot listen on 127.0.0.1:" + http, "http-port", http);
        }
    }

    @Test
    void withoutTlsOnlyThisMachineIsServed() {
        assertThatThrownBy(() -> RecArenaServer.start(
                        Settings.of(Map.of("grpc-host", new Given("0.0.0.0", "test"), "log", new Given("off", "test"))),
                        EnvironmentCatalog.installed()))
                .hasMessageContainingAll("grpc-host", "0.0.0.0", "insecure");
    }

    @Test
    void settingNamesAreDistinct() {
        List<String> names =
                SettingDefinitions.all().stream().map(Setting::name).toList();
        assertThat(names).doesNotHaveDuplicates();
    }
}

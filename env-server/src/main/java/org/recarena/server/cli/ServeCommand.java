package org.recarena.server.cli;

import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.recarena.server.RecArenaServer;
import org.recarena.server.settings.Setting;
import org.recarena.server.settings.SettingDefinitions;
import org.recarena.server.settings.SettingSources;
import org.recarena.server.settings.Settings;
import org.recarena.server.settings.Settings.Given;
import org.recarena.simulator.EnvironmentCatalog;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code recarena serve}: runs the server until it is told to stop. Its options are the settings. */
public final class ServeCommand implements Callable<Integer> {

    private static final String CONFIG = "--config";

    private final EnvironmentCatalog catalog;
    private final CommandSpec spec;

    private ServeCommand(EnvironmentCatalog catalog) {
        this.catalog = catalog;
        this.spec = CommandSpec.wrapWithoutInspection(this).name("serve").mixinStandardHelpOptions(true);
        describeOptions();
    }

    /**
     * The command over a catalogue.
     *
     * @param catalog the environments to serve
     * @return to be added to the command line
     */
    public static CommandLine of(EnvironmentCatalog catalog) {
        return new CommandLine(new ServeCommand(catalog).spec);
    }

    private void describeOptions() {
        spec.usageMessage()
                .description(
                        "Runs the server. Settings are taken from the file, then from the environment (RECARENA_GRPC_PORT"
                                + " for --grpc-port), then from the command line; later ones win.");
        spec.addOption(OptionSpec.builder(CONFIG)
                .paramLabel("FILE")
                .type(Path.class)
                .description("A YAML file with settings.")
                .build());
        for (Setting setting : SettingDefinitions.all()) {
            spec.addOption(OptionSpec.builder(setting.flag())
                    .paramLabel(setting.type().name())
                    .type(String.class)
                    .arity(setting.type() == Setting.Type.FLAG ? "0..1" : "1")
                    .fallbackValue(setting.type() == Setting.Type.FLAG ? "true" : "")
                    .description(description(setting))
                    .build());
        }
    }

    private static String description(Setting setting) {
        String values = setting.type() == Setting.Type.TEXT ? "" : " Takes " + setting.allowed() + ".";
        String byDefault = setting.defaultValue().isEmpty() ? "none" : setting.defaultValue();
        return setting.meaning() + values + " Default: " + byDefault + ".";
    }

    @Override
    public Integer call() {
        return serve(settings(spec.commandLine().getParseResult()), catalog);
    }

    private static Settings settings(CommandLine.ParseResult parsed) {
        Map<String, Given> given = new LinkedHashMap<>();
        Path file = parsed.matchedOptionValue(CONFIG, Path.of(""));
        if (!file.toString().isEmpty()) {
            given.putAll(SettingSources.file(file));
        }
        given.putAll(SettingSources.environment(System.getenv()));
        for (Setting setting : SettingDefinitions.all()) {
            if (parsed.hasMatchedOption(setting.flag())) {
                given.put(setting.name(), new Given(parsed.matchedOptionValue(setting.flag(), ""), setting.flag()));
            }
        }
        return Settings.of(given);
    }

    private static int serve(Settings settings, EnvironmentCatalog catalog) {
        Logging.configure((LoggerContext) LoggerFactory.getILoggerFactory(), settings.text("log-format"));
        RecArenaServer server;
        try {
            server = RecArenaServer.start(settings, catalog);
        } catch (IOException failed) {
            System.err.println("recarena: " + failed.getMessage());
            return 1;
        }
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            server.close();
                            stopped.countDown();
                            // A stop that was asked for is no failure, though the JVM would report the signal.
                            Runtime.getRuntime().halt(0);
                        },
                        "recarena-shutdown"));
        System.out.println("RecArena is ready: grpc=" + server.grpcAddress() + " http=" + server.httpAddress());
        System.out.flush();
        try {
            stopped.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }
}

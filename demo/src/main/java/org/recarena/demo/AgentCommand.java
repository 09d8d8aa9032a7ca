package org.recarena.demo;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.recarena.client.ClientBuilder;
import org.recarena.client.RecArenaClient;
import org.recarena.client.RecArenaException;
import org.recarena.client.agents.Agent;
import org.recarena.client.agents.Trial;
import org.recarena.client.agents.TrialReport;
import org.recarena.v1.Environment;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code recarena agent}: plays one of the Java agents against a server, as {@code python -m recarena.train} does. */
@Command(
        name = "recarena agent",
        description = "Plays one agent against a server and prints what came of it, one JSON object a line.",
        mixinStandardHelpOptions = true)
public final class AgentCommand implements Callable<Integer> {

    @Option(names = "--address", required = true, paramLabel = "HOST:PORT", description = "The server.")
    private String address = "";

    @Option(names = "--token", description = "The server's token, if it wants one.")
    private Optional<String> token = Optional.empty();

    @Option(names = "--env", description = "The environment. Default: ${DEFAULT-VALUE}.")
    private String environment = "RecoGym-v1";

    @Option(names = "--config", paramLabel = "JSON", description = "The environment's config.")
    private String config = "{}";

    @Option(names = "--agent", description = "Which agent. Default: ${DEFAULT-VALUE}.")
    private String agent = "linear-thompson";

    @Option(
            names = "--episodes",
            description = "In all; rounded up to a multiple of the lanes. Default: ${DEFAULT-VALUE}.")
    private int episodes = 1000;

    @Option(names = "--lanes", description = "Users side by side. Default: ${DEFAULT-VALUE}.")
    private int lanes = 100;

    @Option(names = "--seed", description = "Of the world, its users and the agent. Default: ${DEFAULT-VALUE}.")
    private long seed = 42;

    @Option(names = "--labels", paramLabel = "KEY=VALUE", description = "Labels for the log.")
    private Map<String, String> labels = new LinkedHashMap<>();

    private final PrintStream out;

    private AgentCommand(PrintStream out) {
        this.out = out;
    }

    /**
     * Plays and ends the process with its exit code.
     *
     * @param args the options
     */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.exit(new CommandLine(new AgentCommand(out)).execute(args));
    }

    @Override
    public Integer call() {
        ClientBuilder builder = RecArenaClient.builder(address);
        token.ifPresent(builder::token);
        try (RecArenaClient client = builder.connect()) {
            play(client);
            return 0;
        } catch (RecArenaException | IllegalArgumentException | IOException failed) {
            out.println(AgentLines.error(failed));
            return 1;
        }
    }

    private void play(RecArenaClient client) throws IOException {
        if (episodes < 1 || lanes < 1) {
            throw new IllegalArgumentException(
                    "--episodes is " + episodes + " and --lanes is " + lanes + "; both must be at least 1");
        }
        Map<String, Object> world = new ObjectMapper().readValue(config, new TypeReference<>() {});
        Environment described = client.describe(environment, world);
        int width = Math.min(lanes, episodes);
        Trial.Plan plan = new Trial.Plan(environment, world, seed, width, (episodes + width - 1) / width);
        Agent player = named(Math.toIntExact(described.getAction().getItemCount()));
        long begin = System.nanoTime();
        TrialReport report = Trial.run(client, plan, player, labels, Lineup.random(seed), share -> {});
        double seconds = (System.nanoTime() - begin) / 1e9;
        double laneSteps = Arrays.stream(report.recommendations()).sum();
        out.println(AgentLines.summary(Summary.of(report, report), plan, laneSteps, seconds));
    }

    private Agent named(int items) {
        List<Agent> all = Lineup.agents(items, seed);
        return all.stream()
                .filter(each -> each.name().equals(agent))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--agent is " + agent + ", which is none of "
                        + all.stream().map(Agent::name).collect(Collectors.joining(", "))));
    }
}

package org.recarena.server.metrics;

import com.google.rpc.Code;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.recarena.server.hosting.SimulationSetup;
import org.recarena.server.hosting.Simulations;
import org.recarena.server.hosting.StepMeter;
import org.recarena.trajectories.TrajectoryLog;

/** What the server counts and times, in Prometheus' form. Thread-safe. */
public final class Meters {

    /** Labels are free text; no more than so many values of {@code policy} get series of their own. */
    private static final int MOST_POLICIES = 100;

    private static final String OTHER = "other";

    private static final String CLICKED_QUALITY =
            "Quality of what was clicked, where it is measured; the sum is positive minus negative";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Set<String> policies = ConcurrentHashMap.newKeySet();
    private final Counter unrecorded;

    /** Meters of a server that has done nothing yet. */
    @SuppressWarnings("resource") // They are freed with the registry, at the end of the process.
    public Meters() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmGcMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        unrecorded = Counter.builder("recarena.log.unrecorded")
                .description("Records that could not be written to the log")
                .register(registry);
    }

    /**
     * The state of all meters.
     *
     * @return in Prometheus' text format
     */
    public String scrape() {
        return registry.scrape();
    }

    /**
     * Counts a request that was refused.
     *
     * @param code of the status it was refused with
     */
    public void refused(Code code) {
        Counter.builder("recarena.refusals")
                .description("Requests that were refused, by the code of their status")
                .tags(Tags.of("code", code.name()))
                .register(registry)
                .increment();
    }

    /**
     * Shows how many simulations and lanes are open.
     *
     * @param simulations the server's
     */
    public void watch(Simulations simulations) {
        Gauge.builder("recarena.simulations.active", simulations, Simulations::count)
                .description("Open simulations")
                .register(registry);
        Gauge.builder("recarena.lanes.active", simulations, Simulations::laneCount)
                .description("Open lanes")
                .register(registry);
    }

    /**
     * Shows how far the log lags behind.
     *
     * @param log the server's
     * @param lastSyncNanos how long the last sync took that replies waited for, in nanoseconds
     */
    public void watch(TrajectoryLog log, LongSupplier lastSyncNanos) {
        Gauge.builder("recarena.log.pending.records", log, TrajectoryLog::pendingRecords)
                .description("Records that wait to be written to the log")
                .register(registry);
        Gauge.builder("recarena.log.pending.bytes", log, TrajectoryLog::pendingBytes)
                .description("Bytes that wait to be written to the log")
                .register(registry);
        Gauge.builder("recarena.log.written.bytes", log, TrajectoryLog::writtenBytes)
                .description("Bytes written to the log since the server started")
                .register(registry);
        Gauge.builder("recarena.log.last.sync.seconds", () -> lastSyncNanos.getAsLong() / 1e9)
                .description("How long the last sync took that replies waited for")
                .register(registry);
    }

    /**
     * The meter of a simulation: what is counted on the hot path is looked up once, here.
     *
     * @param setup of the simulation
     * @param labels at its beginning; {@code policy} becomes a label of the series
     * @return its meter
     */
    public StepMeter meter(SimulationSetup setup, Map<String, String> labels) {
        Tags tags = Tags.of("environment", setup.environmentId(), "policy", policy(labels));
        Counter unseen = counter("recarena.episodes.unseen", "Users who left before a recommendation", tags);
        return new SimulationMeter(
                counter("recarena.steps", "Resets and steps of whole simulations", tags),
                counter("recarena.lane.steps", "Recommendations shown to users", tags),
                counter("recarena.episodes", "Episodes that ended", tags.and("end", "terminated")),
                counter("recarena.episodes", "Episodes that ended", tags.and("end", "truncated")),
                unseen,
                SignedCounter.register(
                        registry, "recarena.rewards", "Rewards of recommendations, all components together", tags),
                counter("recarena.clicks", "Clicks on recommendations", tags),
                unrecorded,
                Timer.builder("recarena.step.latency")
                        .description("From the check of a reset or step to its outcome")
                        .tags(Tags.of("environment", setup.environmentId()))
                        .publishPercentileHistogram()
                        .register(registry),
                signalIndex(setup, "click"),
                slates(setup, tags));
    }

    private Optional<SlateMeter> slates(SimulationSetup setup, Tags tags) {
        int click = signalIndex(setup, "click");
        if (setup.spaces().action().slateSize() == 0 || click < 0) {
            return Optional.empty();
        }
        // With several users in a lane, a slate for each: slots are the last dimension.
        List<Integer> shape = setup.spaces().signals().get(click).shape();
        return Optional.of(new SlateMeter(
                new SlateMeter.Signals(
                        click,
                        signalIndex(setup, "cluster_id"),
                        signalIndex(setup, "shown"),
                        shape.get(shape.size() - 1)),
                counter("recarena.slates", "Slates shown to users", tags),
                counter("recarena.slates.without.click", "Slates of which nothing was clicked", tags),
                quality(setup, tags),
                cluster -> counter(
                        "recarena.clicked.clusters",
                        "Clicks by the cluster of what was clicked",
                        tags.and("cluster", cluster < SlateMeter.MOST_CLUSTERS ? Integer.toString(cluster) : OTHER))));
    }

    /** Nothing where quality is not measured: a sum of 0 would pass for a mean of 0. */
    private Optional<SlateMeter.Quality> quality(SimulationSetup setup, Tags tags) {
        int signal = signalIndex(setup, "quality");
        return signal < 0
                ? Optional.empty()
                : Optional.of(new SlateMeter.Quality(
                        signal, SignedCounter.register(registry, "recarena.clicked.quality", CLICKED_QUALITY, tags)));
    }

    private static int signalIndex(SimulationSetup setup, String name) {
        for (int i = 0; i < setup.spaces().signals().size(); i++) {
            if (setup.spaces().signals().get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private Counter counter(String name, String description, Tags tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    private String policy(Map<String, String> labels) {
        String policy = labels.getOrDefault("policy", "");
        if (policies.contains(policy)) {
            return policy;
        }
        if (policies.size() >= MOST_POLICIES) {
            return OTHER;
        }
        policies.add(policy);
        return policy;
    }
}

package org.recarena.server.hosting;

import com.google.protobuf.util.Durations;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.recarena.server.hosting.SimulationSetup.Origin;
import org.recarena.server.wire.ConfigCodec;
import org.recarena.simulator.Environment;
import org.recarena.simulator.EnvironmentCatalog;
import org.recarena.simulator.config.Config;
import org.recarena.simulator.input.InvalidInputException;
import org.recarena.simulator.space.Spaces;
import org.recarena.simulator.space.TensorSpec;
import org.recarena.v1.CreateRequest;
import org.recarena.v1.Durability;
import org.recarena.v1.ForkRequest;
import org.recarena.v1.LogOptions;
import org.recarena.v1.ObservationLevel;

/** Turns what a client asks for into a setup, defaults filled in, or refuses it. Thread-safe. */
final class SetupReader {

    private static final int ID_BYTES = 16;
    private static final int REQUEST_ID_LENGTH = 64;
    private static final long SEED_RANGE = 1L << 31;

    private final EnvironmentCatalog catalog;
    private final HostingLimits limits;
    private final LogOptions logDefaults;
    private final InstantSource clock;
    private final SecureRandom random;

    SetupReader(
            EnvironmentCatalog catalog,
            HostingLimits limits,
            LogOptions logDefaults,
            InstantSource clock,
            SecureRandom random) {
        this.catalog = catalog;
        this.limits = limits;
        this.logDefaults = logDefaults;
        this.clock = clock;
        this.random = random;
    }

    Environment environment(String id) {
        return catalog.find(id)
                .orElseThrow(() -> new UnknownEnvironmentException(
                        id, catalog.all().stream().map(Environment::id).toList()));
    }

    SimulationSetup read(CreateRequest request, Environment environment, String owner) {
        Config config = environment.schema().resolve(ConfigCodec.toMap(request.getConfig()));
        Spaces spaces = environment.spaces(config);
        List<String> chosen = chosen(request, spaces);
        List<String> constants = spaces.observations().stream()
                .filter(TensorSpec::constant)
                .map(TensorSpec::name)
                .toList();
        List<String> sentOnce = request.getConstantsOnce() ? common(chosen, constants) : List.of();
        LogOptions log = log(request.getLog());
        return new SimulationSetup(
                newId(),
                owner,
                environment.id(),
                config,
                request.hasSeed() ? request.getSeed() : random.nextLong(SEED_RANGE),
                lanes(request.getLanes()),
                Modes.fromWire(request.getAutoreset(), request.getAutoresetValue()),
                spaces,
                without(chosen, sentOnce),
                sentOnce,
                without(logged(log, spaces, chosen), constants),
                common(logged(log, spaces, chosen), constants),
                log,
                requestId(request.getRequestId()),
                idleTimeout(request),
                clock.instant(),
                Optional.empty());
    }

    /** The setup of a copy that was taken after a step. */
    SimulationSetup fork(ForkRequest request, SimulationSetup from, long step, String owner) {
        return from.fork(newId(), owner, requestId(request.getRequestId()), clock.instant(), step);
    }

    /** Refuses a request whose request_id has made another simulation than it asks for. */
    void checkRepeats(CreateRequest request, SimulationSetup earlier) {
        String other = difference(request, earlier);
        if (!other.isEmpty()) {
            throw takenRequestId("a simulation was created that differs in " + other, earlier);
        }
    }

    /** The same for a fork. */
    void checkRepeats(ForkRequest request, SimulationSetup earlier) {
        if (!earlier.forkedFrom().map(Origin::id).equals(Optional.of(request.getSimulationId()))) {
            throw takenRequestId("another simulation was made, which is no fork of simulation_id", earlier);
        }
    }

    private static InvalidInputException takenRequestId(String by, SimulationSetup earlier) {
        return new InvalidInputException(
                "request_id",
                "is \"" + earlier.requestId() + "\", with which " + by + "; a new simulation takes a new request_id");
    }

    private String difference(CreateRequest request, SimulationSetup earlier) {
        if (earlier.forkedFrom().isPresent()) {
            return "being a fork";
        }
        if (!request.getEnvironmentId().equals(earlier.environmentId())) {
            return "environment_id";
        }
        SimulationSetup asked = read(request, environment(request.getEnvironmentId()), earlier.owner());
        if (!asked.config().values().equals(earlier.config().values())) {
            return "config";
        }
        if (request.hasSeed() && request.getSeed() != earlier.seed()) {
            return "seed";
        }
        if (asked.lanes() != earlier.lanes()) {
            return "lanes";
        }
        if (asked.autoreset() != earlier.autoreset()) {
            return "autoreset";
        }
        if (!asked.sentOnce().equals(earlier.sentOnce())) {
            return "constants_once";
        }
        return asked.sent().equals(earlier.sent()) ? "" : "observations";
    }

    private String newId() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    private static int lanes(int lanes) {
        if (lanes < 0) {
            throw new InvalidInputException("lanes", "is " + lanes + "; it must be at least 1");
        }
        return Math.max(1, lanes);
    }

    private static List<String> chosen(CreateRequest request, Spaces spaces) {
        if (request.getNoObservations()) {
            if (request.getObservationsCount() > 0) {
                throw new InvalidInputException("no_observations", "is set although observations are named");
            }
            return List.of();
        }
        if (request.getObservationsCount() > 0) {
            return List.copyOf(request.getObservationsList());
        }
        return spaces.observations().stream()
                .filter(TensorSpec::defaultSelected)
                .map(TensorSpec::name)
                .toList();
    }

    private static List<String> common(List<String> names, List<String> others) {
        return names.stream().filter(others::contains).toList();
    }

    private static List<String> without(List<String> names, List<String> others) {
        return names.stream().filter(name -> !others.contains(name)).toList();
    }

    private LogOptions log(LogOptions given) {
        if (given.getObservations() == ObservationLevel.UNRECOGNIZED) {
            throw new InvalidInputException(
                    "log.observations",
                    "is number " + given.getObservationsValue() + "; it must be OBSERVATION_LEVEL_NONE, "
                            + "OBSERVATION_LEVEL_COMPACT or OBSERVATION_LEVEL_FULL");
        }
        if (given.getDurability() == Durability.UNRECOGNIZED) {
            throw new InvalidInputException(
                    "log.durability",
                    "is number " + given.getDurabilityValue()
                            + "; it must be DURABILITY_SYNCED or DURABILITY_BUFFERED");
        }
        boolean disabled = given.getDisabled() || logDefaults.getDisabled();
        if (disabled && given.getGroundTruth()) {
            throw new InvalidInputException(
                    "log.ground_truth",
                    "is true, and "
                            + (given.getDisabled() ? "log.disabled is true as well" : "this server keeps no log")
                            + "; ground truth is kept for what is logged");
        }
        LogOptions.Builder complete = given.toBuilder();
        if (given.getObservations() == ObservationLevel.OBSERVATION_LEVEL_UNSPECIFIED) {
            complete.setObservations(logDefaults.getObservations());
        }
        if (given.getDurability() == Durability.DURABILITY_UNSPECIFIED) {
            complete.setDurability(logDefaults.getDurability());
        }
        return complete.setDisabled(disabled).build();
    }

    private static List<String> logged(LogOptions log, Spaces spaces, List<String> chosen) {
        if (log.getDisabled() || log.getObservations() == ObservationLevel.OBSERVATION_LEVEL_NONE) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        for (TensorSpec spec : spaces.observations()) {
            boolean full = log.getObservations() == ObservationLevel.OBSERVATION_LEVEL_FULL;
            if (!spec.derived() || (full && chosen.contains(spec.name()))) {
                names.add(spec.name());
            }
        }
        return List.copyOf(names);
    }

    private static String requestId(String id) {
        if (id.length() > REQUEST_ID_LENGTH) {
            throw new InvalidInputException(
                    "request_id", "has " + id.length() + " characters; it may have " + REQUEST_ID_LENGTH);
        }
        return id;
    }

    private Duration idleTimeout(CreateRequest request) {
        if (!request.hasIdleTimeout()) {
            return limits.defaultIdleTimeout();
        }
        com.google.protobuf.Duration given = request.getIdleTimeout();
        BigInteger nanos = BigInteger.valueOf(given.getSeconds())
                .multiply(BigInteger.valueOf(1_000_000_000L))
                .add(BigInteger.valueOf(given.getNanos()));
        BigInteger longest = BigInteger.valueOf(limits.longestIdleTimeout().toNanos());
        if (!Durations.isValid(given) || nanos.signum() <= 0 || nanos.compareTo(longest) > 0) {
            throw new InvalidInputException(
                    "idle_timeout",
                    "is " + given.getSeconds() + " s and " + given.getNanos()
                            + " ns; it must be positive and at most "
                            + limits.longestIdleTimeout().toSeconds()
                            + " s (setting max-idle-timeout)");
        }
        return Duration.ofNanos(nanos.longValueExact());
    }
}

package org.recarena.server.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.recarena.server.hosting.Simulations;
import org.recarena.trajectories.LogReader;
import org.recarena.v1.LogRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Completes a log, and rebuilds the simulations that are open at its end: each from its last usable checkpoint, or from
 * its seed, by playing the inputs that follow once more. Inputs that were acknowledged and outcomes are appended where
 * a crash kept them from being written. Inputs are played as they are read, so that memory need hold the simulations
 * only. Used once.
 */
final class Resumption {

    private static final Logger LOG = LoggerFactory.getLogger(Resumption.class);

    private final LogKeeper keeper;
    private final Simulations simulations;
    private final InstantSource clock;
    private final Map<Long, OpenSimulation> open = new TreeMap<>();
    private final Map<Long, Revival> revivals = new TreeMap<>();
    /** The simulations in the files that are ahead of the log, and those of them that the log has the end of. */
    private final Set<Long> ahead = new HashSet<>();

    private final Set<Long> ended = new HashSet<>();

    Resumption(LogKeeper keeper, Simulations simulations, InstantSource clock) {
        this.keeper = keeper;
        this.simulations = simulations;
        this.clock = clock;
    }

    void run() throws IOException {
        Path inputs = keeper.writeAhead().directory();
        read(inputs, number -> true, entry -> ahead.add(entry.getSimulation()));
        read(keeper.directory(), number -> true, this::noteLogged);
        read(inputs, number -> !ended.contains(number), this::noteAhead);
        read(keeper.truthDirectory(), open::containsKey, entry -> find(entry).ifPresent(each -> each.noteTruth(entry)));
        read(keeper.stateDirectory(), open::containsKey, entry -> find(entry).ifPresent(each -> each.noteState(entry)));
        for (OpenSimulation simulation : open.values()) {
            attempt(simulation, () -> revive(simulation));
        }
        read(keeper.directory(), revivals::containsKey, this::play);
        read(inputs, open::containsKey, this::complete);
        for (Revival revival : List.copyOf(revivals.values())) {
            attempt(revival.from(), () -> revival.finish(simulations, clock.instant()));
        }
        keeper.completed();
        if (!open.isEmpty()) {
            LOG.info("brought back {} of {} simulations from {}", revivals.size(), open.size(), keeper.directory());
        }
    }

    private static void read(Path directory, LongPredicate numbers, Consumer<LogRecord> consumer) throws IOException {
        try (LogReader reader = LogReader.open(directory, numbers)) {
            for (LogRecord entry = reader.next(); entry != null; entry = reader.next()) {
                consumer.accept(entry);
            }
        }
    }

    private Optional<OpenSimulation> find(LogRecord entry) {
        return Optional.ofNullable(open.get(entry.getSimulation()));
    }

    private void noteLogged(LogRecord entry) {
        switch (entry.getKindCase()) {
            case OPENED -> open.put(entry.getSimulation(), new OpenSimulation(entry, true));
            case CLOSED -> {
                open.remove(entry.getSimulation());
                if (ahead.contains(entry.getSimulation())) {
                    ended.add(entry.getSimulation());
                }
            }
            default -> find(entry).ifPresent(simulation -> simulation.noteLogged(entry));
        }
    }

    private void noteAhead(LogRecord entry) {
        if (entry.hasOpened()) {
            open.computeIfAbsent(entry.getSimulation(), number -> new OpenSimulation(entry, false));
        } else {
            find(entry).ifPresent(simulation -> simulation.noteUse(entry));
        }
    }

    private void revive(OpenSimulation simulation) throws IOException {
        Revival revival = Revival.begin(simulation, keeper, simulations);
        revivals.put(simulation.number(), revival);
        if (simulation.isOpeningLogged()) {
            revival.appendBeginning();
        }
    }

    /** Plays what the log has. */
    private void play(LogRecord entry) {
        Revival revival = revivals.get(entry.getSimulation());
        if (revival != null && (entry.hasReset() || entry.hasStep())) {
            attempt(revival.from(), () -> revival.play(entry));
        }
    }

    /** Appends to the log what it lacks, also of simulations that cannot be brought back, and plays it. */
    private void complete(LogRecord entry) {
        OpenSimulation simulation = find(entry).orElseThrow();
        if (entry.hasOpened() && !simulation.isOpeningLogged()) {
            keeper.log().append(entry);
            Optional.ofNullable(revivals.get(entry.getSimulation()))
                    .ifPresent(revival -> attempt(simulation, revival::appendBeginning));
        } else if (!entry.hasOpened() && OpenSimulation.step(entry) > simulation.lastLogged()) {
            keeper.log().append(entry);
            play(entry);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    /** What cannot be brought back is told and left out; the others are. */
    private void attempt(OpenSimulation simulation, Work work) {
        try {
            work.run();
        } catch (IOException | RuntimeException | Error failed) {
            revivals.remove(simulation.number());
            LOG.error(
                    "simulation {} of {} cannot be brought back; its log stays",
                    simulation.opened().getSimulationId(),
                    simulation.opened().getEnvironmentId(),
                    failed);
        }
    }
}

package org.recarena.server.hosting;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.recarena.simulator.Simulation;
import org.recarena.simulator.World;

/** Opens journals. Thread-safe. */
public interface JournalKeeper {

    /**
     * Whether simulations can be logged at all.
     *
     * @return false where the server keeps no log
     */
    boolean isAvailable();

    /**
     * Begins a simulation's journal with the record of its creation.
     *
     * @param setup of the simulation
     * @param labels at the beginning
     * @param world for what is logged of it: constants, and ground truth where that is wanted
     * @return the journal, and when its first record is as durable as was asked
     */
    Opened open(SimulationSetup setup, Map<String, String> labels, World world);

    /**
     * Begins the journal of a fork with the record of its creation and the state that it begins with. May wait for the
     * disk.
     *
     * @param setup of the fork
     * @param state that it begins with
     * @param simulation in that state
     * @return the journal, and when its first records are as durable as was asked
     */
    Opened fork(SimulationSetup setup, Journal.State state, Simulation simulation);

    /**
     * A journal and when the record of its creation is durable.
     *
     * @param journal where its steps go
     * @param durable completed on stable storage; at once for a buffered one
     */
    record Opened(Journal journal, CompletableFuture<Void> durable) {}

    /** Keeps nothing. */
    JournalKeeper NONE = new JournalKeeper() {
        @Override
        public boolean isAvailable() {
            return false;
        }

        @Override
        public Opened open(SimulationSetup setup, Map<String, String> labels, World world) {
            return new Opened(Journal.NONE, CompletableFuture.completedFuture(null));
        }

        @Override
        public Opened fork(SimulationSetup setup, Journal.State state, Simulation simulation) {
            return new Opened(Journal.NONE, CompletableFuture.completedFuture(null));
        }
    };
}

package org.recarena.server.hosting;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.recarena.simulator.EnvironmentCatalog;
import org.recarena.v1.LogOptions;

/**
 * Puts {@link Simulations} together.
 *
 * @param catalog what can be opened
 * @param limits what clients may have
 * @param logDefaults used where clients say nothing; {@code disabled} where there is no log
 * @param journals where simulations are logged
 * @param meters what counts them
 * @param clock for the time of creation
 * @param nanoTime for idle and step times
 * @param pool for steps that take long
 * @param opener for opening worlds, which takes longer, so that steps need not wait for it
 * @param busyWait whether a thread that plays for a lone client may wait busily for the journal
 */
public record SimulationsBuilder(
        EnvironmentCatalog catalog,
        HostingLimits limits,
        LogOptions logDefaults,
        JournalKeeper journals,
        Simulations.MeterMaker meters,
        InstantSource clock,
        LongSupplier nanoTime,
        Executor pool,
        Executor opener,
        boolean busyWait) {

    /**
     * Builds an empty set of simulations.
     *
     * @return the simulations
     */
    public Simulations build() {
        SetupReader setups = new SetupReader(catalog, limits, logDefaults, clock, new SecureRandom());
        return new Simulations(setups, limits, journals, meters, nanoTime, pool, opener, busyWait);
    }
}

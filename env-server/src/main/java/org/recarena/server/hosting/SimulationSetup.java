package org.recarena.server.hosting;

import com.google.protobuf.util.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.recarena.server.wire.ConfigCodec;
import org.recarena.server.wire.SpecCodec;
import org.recarena.simulator.AutoresetMode;
import org.recarena.simulator.config.Config;
import org.recarena.simulator.space.Spaces;
import org.recarena.simulator.space.TensorSpec;
import org.recarena.v1.LogOptions;
import org.recarena.v1.Simulation;

/**
 * All about a simulation that stays as it is from Create on. Immutable.
 *
 * @param id the handle
 * @param owner the client that created it, for limits; empty where an earlier run of the server did not record it
 * @param environmentId of its environment
 * @param config complete
 * @param seed of the world and its users
 * @param lanes how many
 * @param autoreset what happens at the end of an episode
 * @param spaces under the config
 * @param sent the names of the observations that are sent with outcomes, in order
 * @param sentOnce the names of those that stay the same and are sent in the description only, in order
 * @param logged the names of those that are logged with outcomes, in order
 * @param loggedOnce the names of those that stay the same and are logged at the beginning only, in order
 * @param log defaults filled in
 * @param requestId chosen by the client; empty for none
 * @param idleTimeout closed after so long without a call
 * @param created when
 * @param forkedFrom where it began; empty where it began with its world
 */
public record SimulationSetup(
        String id,
        String owner,
        String environmentId,
        Config config,
        long seed,
        int lanes,
        AutoresetMode autoreset,
        Spaces spaces,
        List<String> sent,
        List<String> sentOnce,
        List<String> logged,
        List<String> loggedOnce,
        LogOptions log,
        String requestId,
        Duration idleTimeout,
        Instant created,
        Optional<Origin> forkedFrom) {

    /**
     * Where a fork began.
     *
     * @param id the handle of the simulation that was copied
     * @param step the number of its last reset or step then
     */
    public record Origin(String id, long step) {}

    /**
     * The same once more, under another handle.
     *
     * @param newId the handle
     * @param newOwner the client that asked for it
     * @param newRequestId chosen by that client; empty for none
     * @param now when
     * @param step after which it was copied
     * @return the fork's setup
     */
    SimulationSetup fork(String newId, String newOwner, String newRequestId, Instant now, long step) {
        return new SimulationSetup(
                newId,
                newOwner,
                environmentId,
                config,
                seed,
                lanes,
                autoreset,
                spaces,
                sent,
                sentOnce,
                logged,
                loggedOnce,
                log,
                newRequestId,
                idleTimeout,
                now,
                Optional.of(new Origin(id, step)));
    }

    /**
     * The autoreset mode in the contract's form.
     *
     * @return the mode
     */
    public org.recarena.v1.AutoresetMode describeAutoreset() {
        return Modes.toWire(autoreset);
    }

    /**
     * The observations that outcomes carry: those sent, then those that are only logged.
     *
     * @return names
     */
    public List<String> opened() {
        return java.util.stream.Stream.concat(sent.stream(), logged.stream().filter(name -> !sent.contains(name)))
                .toList();
    }

    /**
     * The specifications of some observations.
     *
     * @param names in any order
     * @return in the order of the names
     */
    public List<TensorSpec> observations(List<String> names) {
        return names.stream()
                .map(name -> spaces.observations().stream()
                        .filter(spec -> spec.name().equals(name))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    /**
     * What an outcome takes at least: ragged observations, whose length nobody knows, are not counted.
     *
     * @return bytes
     */
    long replyBytes() {
        long row = (long) Double.BYTES * spaces.rewards().size();
        for (TensorSpec spec : spaces.signals()) {
            row += rowBytes(spec);
        }
        for (TensorSpec spec : spaces.observations()) {
            if (!spec.ragged() && (sent.contains(spec.name()) || logged.contains(spec.name()))) {
                row += rowBytes(spec);
            }
        }
        return row * lanes;
    }

    /**
     * What the description takes at least.
     *
     * @return bytes
     */
    long descriptionBytes() {
        return observations(sentOnce).stream()
                .mapToLong(SimulationSetup::rowBytes)
                .sum();
    }

    private static long rowBytes(TensorSpec spec) {
        return (long) spec.elements() * spec.dataType().bytes();
    }

    /**
     * In the contract's form, without what changes and without the constants.
     *
     * @return a builder that lacks labels, step and expiry
     */
    Simulation.Builder describe() {
        return Simulation.newBuilder()
                .setSimulationId(id)
                .setEnvironmentId(environmentId)
                .setConfig(ConfigCodec.toStruct(config.values()))
                .setSeed(seed)
                .setLanes(lanes)
                .setAutoreset(Modes.toWire(autoreset))
                .addAllObservations(SpecCodec.tensors(observations(sent)))
                .addAllConstantObservations(SpecCodec.tensors(observations(sentOnce)))
                .addAllSignals(SpecCodec.tensors(spaces.signals()))
                .setAction(SpecCodec.action(spaces.action()))
                .addAllRewards(spaces.rewards())
                .setLog(log)
                .setCreated(Timestamps.fromMillis(created.toEpochMilli()));
    }
}

package org.recarena.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.recarena.server.hosting.StepMeter;
import org.recarena.simulator.Outcome;
import org.recarena.simulator.space.Column;

/** Counts what one simulation does. The series behind it are shared with others of the same environment and policy. */
record SimulationMeter(
        Counter steps,
        Counter laneSteps,
        Counter terminated,
        Counter truncated,
        Counter unseen,
        SignedCounter rewards,
        Counter clicks,
        Counter unrecordedRecords,
        Timer latency,
        int clickSignal,
        Optional<SlateMeter> slates)
        implements StepMeter {

    @Override
    public void done(Outcome outcome, long nanos) {
        steps.increment();
        latency.record(nanos, TimeUnit.NANOSECONDS);
        int shown = sum(outcome.acted());
        if (shown > 0) {
            laneSteps.increment(shown);
            terminated.increment(sum(outcome.terminated()));
            truncated.increment(sum(outcome.truncated()));
            countRewards(outcome);
            if (slates.isPresent()) {
                slates.get().count(outcome);
            }
        }
        if (outcome.unseen().count() > 0) {
            unseen.increment(outcome.unseen().count());
        }
    }

    private void countRewards(Outcome outcome) {
        double positive = 0;
        double negative = 0;
        for (double each : outcome.rewards()) {
            if (each > 0) {
                positive += each;
            } else {
                negative += each;
            }
        }
        rewards.add(positive);
        rewards.add(negative);
        if (clickSignal >= 0) {
            Column column = outcome.signals().get(clickSignal);
            double clicked = 0;
            for (int i = 0; i < column.count(); i++) {
                clicked += column.get(i);
            }
            clicks.increment(clicked);
        }
    }

    private static int sum(byte[] flags) {
        int sum = 0;
        for (byte flag : flags) {
            sum += flag;
        }
        return sum;
    }

    @Override
    public void unrecorded(Throwable cause) {
        unrecordedRecords.increment();
    }

    @Override
    public void closed() {
        // The series stay: counters of a server do not go down when a simulation ends.
    }
}

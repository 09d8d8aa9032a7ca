package org.recarena.server.metrics;

import io.micrometer.core.instrument.Counter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.recarena.simulator.Outcome;
import org.recarena.simulator.space.Column;

/**
 * Counts what users click in slates: the sums of which RecSim's metrics are quotients (Ie et al. 2019,
 * {@code recsim.utils.aggregate_video_cluster_metrics}). Impressions are slates, not slots. Used by one thread at a
 * time.
 */
final class SlateMeter {

    /** No more than so many clusters get series of their own. */
    static final int MOST_CLUSTERS = 100;

    private final Signals signals;
    private final Counter shown;
    private final Counter withoutClick;
    private final Optional<Quality> quality;
    private final IntFunction<Counter> clusterCounters;
    private final List<Counter> clusters = new ArrayList<>();

    /**
     * Where the signals stand in an outcome.
     *
     * @param click whether a slot was clicked
     * @param cluster of the slot's document; -1 if it is not measured
     * @param shown whether a user saw their slate; -1 if all do
     * @param slots in a user's slate
     */
    record Signals(int click, int cluster, int shown, int slots) {}

    /**
     * The quality of what is clicked.
     *
     * @param signal where it stands in an outcome
     * @param sum of all
     */
    record Quality(int signal, SignedCounter sum) {

        void count(Outcome outcome, int slot) {
            sum.add(outcome.signals().get(signal).get(slot));
        }
    }

    /** With a counter for each cluster, and for all from {@link #MOST_CLUSTERS} on under that number. */
    SlateMeter(
            Signals signals,
            Counter shown,
            Counter withoutClick,
            Optional<Quality> quality,
            IntFunction<Counter> clusterCounters) {
        this.signals = signals;
        this.shown = shown;
        this.withoutClick = withoutClick;
        this.quality = quality;
        this.clusterCounters = clusterCounters;
    }

    void count(Outcome outcome) {
        Column clicks = outcome.signals().get(signals.click());
        byte[] acted = outcome.acted();
        int width = clicks.count() / acted.length;
        int slates = 0;
        int unclicked = 0;
        for (int lane = 0; lane < acted.length; lane++) {
            int end = (lane + 1) * width;
            for (int slot = lane * width; acted[lane] != 0 && slot < end; slot += signals.slots()) {
                if (isShown(outcome, slot)) {
                    slates++;
                    unclicked += countSlate(outcome, clicks, slot) ? 0 : 1;
                }
            }
        }
        if (slates > 0) {
            shown.increment(slates);
            withoutClick.increment(unclicked);
        }
    }

    /** Whether the slate that begins at a slot was seen. */
    private boolean isShown(Outcome outcome, int slot) {
        return signals.shown() < 0 || outcome.signals().get(signals.shown()).get(slot / signals.slots()) != 0;
    }

    private boolean countSlate(Outcome outcome, Column clicks, int from) {
        boolean clicked = false;
        for (int slot = from; slot < from + signals.slots(); slot++) {
            if (clicks.get(slot) != 0) {
                clicked = true;
                countClick(outcome, slot);
            }
        }
        return clicked;
    }

    private void countClick(Outcome outcome, int slot) {
        if (quality.isPresent()) {
            quality.get().count(outcome, slot);
        }
        if (signals.cluster() >= 0) {
            cluster((int) outcome.signals().get(signals.cluster()).get(slot)).increment();
        }
    }

    private Counter cluster(int number) {
        int index = Math.min(number, MOST_CLUSTERS);
        while (clusters.size() <= index) {
            clusters.add(clusterCounters.apply(clusters.size()));
        }
        return clusters.get(index);
    }
}

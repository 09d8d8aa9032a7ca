package org.recarena.trajectories.steps;

import java.util.Arrays;

/** Counts, in each lane of a simulation, the recommendations that its user has been shown. */
final class EpisodeCounter {

    private final long[] episodes;
    private final int[] shown;

    EpisodeCounter(int lanes) {
        episodes = new long[lanes];
        Arrays.fill(episodes, -1);
        shown = new int[lanes];
    }

    /** For each lane how many came before this step in the same episode; -1 where it shows none. */
    int[] count(LoggedStep step) {
        int[] before = new int[shown.length];
        for (int lane = 0; lane < before.length; lane++) {
            if (!step.acted(lane)) {
                before[lane] = -1;
                continue;
            }
            if (step.episode(lane) != episodes[lane]) {
                episodes[lane] = step.episode(lane);
                shown[lane] = 0;
            }
            before[lane] = shown[lane]++;
        }
        return before;
    }
}

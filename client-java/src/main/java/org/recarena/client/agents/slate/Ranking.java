package org.recarena.client.agents.slate;

/** Picks the best. Stateless. */
final class Ranking {

    private Ranking() {}

    /** The positions of the highest scores, best first; of equal ones the first. */
    static int[] top(double[] scores, int count) {
        int[] best = new int[count];
        int found = 0;
        for (int i = 0; i < scores.length; i++) {
            if (found == count && (count == 0 || !(scores[i] > scores[best[count - 1]]))) {
                continue;
            }
            int at = found < count ? found++ : count - 1;
            while (at > 0 && scores[i] > scores[best[at - 1]]) {
                best[at] = best[at - 1];
                at--;
            }
            best[at] = i;
        }
        return best;
    }
}

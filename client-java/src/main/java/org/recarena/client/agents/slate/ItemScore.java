package org.recarena.client.agents.slate;

/** What an agent believes a document is worth to a user. */
@FunctionalInterface
public interface ItemScore {

    /**
     * Scores a document.
     *
     * @param context what is known
     * @param candidate the document's position
     * @return the higher, the better
     */
    double of(SlateContext context, int candidate);

    /**
     * The user's interests in the document's features, where both are seen.
     *
     * @return {@link SlateContext#interest}
     */
    static ItemScore interest() {
        return SlateContext::interest;
    }

    /**
     * The document's quality and what users like its cluster on average: RecSim's score of interest exploration with a
     * belief in the place of the user's hidden affinities.
     *
     * @param affinities the belief, one for each cluster; copied
     * @return the sum
     */
    static ItemScore qualityAndAffinity(double... affinities) {
        double[] belief = affinities.clone();
        return (context, candidate) -> context.quality(candidate) + belief[context.cluster(candidate)];
    }

    /**
     * One of the document's features.
     *
     * @param feature its number
     * @return its value
     */
    static ItemScore feature(int feature) {
        return (context, candidate) -> context.feature(candidate, feature);
    }
}

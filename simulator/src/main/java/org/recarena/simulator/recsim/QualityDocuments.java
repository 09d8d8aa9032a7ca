package org.recarena.simulator.recsim;

import org.recarena.simulator.math.Exponential;

/**
 * Documents on one of several topics, with a log-normal quality that is seen.
 *
 * <p>Source: {@code IETopicDocumentSampler} of RecSim, whose parameters of quality are those of its logarithm.
 */
final class QualityDocuments implements DocumentModel {

    private final double[] cumulative;
    private final double[] logMeans;
    private final double[] logStddevs;

    /**
     * Documents of given distributions.
     *
     * @param probabilities the probability of each topic
     * @param logMeans the mean of the logarithm of quality, of each topic
     * @param logStddevs the standard deviation of the logarithm of quality, of each topic
     */
    QualityDocuments(double[] probabilities, double[] logMeans, double[] logStddevs) {
        this.cumulative = cumulative(probabilities);
        this.logMeans = logMeans.clone();
        this.logStddevs = logStddevs.clone();
    }

    /** Running sums from left to right. */
    static double[] cumulative(double[] probabilities) {
        double[] sums = probabilities.clone();
        for (int i = 1; i < sums.length; i++) {
            sums[i] += sums[i - 1];
        }
        return sums;
    }

    @Override
    public int clusters() {
        return logMeans.length;
    }

    @Override
    public int cluster(long id, Draws draws) {
        return draws.category(cumulative);
    }

    @Override
    public double value(int cluster, Draws draws) {
        return Exponential.exp(logQuality(cluster, draws.gaussian()));
    }

    @Override
    public void values(DocumentBatch batch, double[] out) {
        double[] normals = batch.numbers();
        batch.uniformsAndGaussians(out, normals);
        for (int i = 0; i < batch.size(); i++) {
            out[i] = logQuality(StreamDraws.category(out[i], cumulative), normals[i]);
        }
        Exponential.exp(out, normals, batch.size()); // The config bounds means and deviations: they are far below 709.
    }

    private double logQuality(int topic, double normal) {
        return logMeans[topic] + logStddevs[topic] * normal;
    }
}

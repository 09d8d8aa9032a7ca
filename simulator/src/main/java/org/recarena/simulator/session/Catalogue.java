package org.recarena.simulator.session;

import java.util.Arrays;
import org.recarena.simulator.math.Exponential;
import org.recarena.simulator.random.RandomStream;
import org.recarena.simulator.random.StreamKeys;
import org.recarena.simulator.stage.Items;

/**
 * The items of a world: an array for each attribute. A topic has a centre, a standard normal vector of length about 1;
 * an item's features are its topic's centre and normal noise. Popularity is Zipf's law over a random order.
 */
final class Catalogue implements Items {

    /** Numbers for each item, without features: what the arrays below hold, in bytes. */
    private static final int ATTRIBUTE_BYTES = 13 * Float.BYTES;

    private final int topics;
    private final int dimension;
    private final int[] topic;
    private final float[] features;
    private final float[] quality;
    private final float[] clickbait;
    private final float[] price;
    private final float[] logPrice;
    private final float[] length;
    private final float[] logLength;
    private final float[] prominence;
    private final float[] popularity;
    private final float[] logPopularity;
    private final float[] meanRating;
    private final float[] born;
    /** When each item goes; empty where all stay for ever. */
    private final float[] dies;

    /**
     * How items are drawn.
     *
     * @param count how many
     * @param topics how many topics
     * @param dimension of features
     * @param spread of features around their topic's centre
     * @param qualityDeviation of quality, in logits
     * @param clickbaitShare the share of items that promise more than they keep
     * @param priceLogMean of prices
     * @param priceLogDeviation of prices
     * @param lengthLogMean of lengths in seconds
     * @param lengthLogDeviation of lengths
     * @param popularityExponent of Zipf's law
     * @param popularityQuality how much quality raises popularity, per logit
     * @param consumptions how often items were consumed, in all
     * @param newShare the share of items that appear after the world begins
     * @param horizonHours until when they appear
     * @param lifeHours the scale of how long they stay; 0 for ever
     * @param lifeShape the shape of that law
     */
    record Law(
            int count,
            int topics,
            int dimension,
            double spread,
            double qualityDeviation,
            double clickbaitShare,
            double priceLogMean,
            double priceLogDeviation,
            double lengthLogMean,
            double lengthLogDeviation,
            double popularityExponent,
            double popularityQuality,
            double consumptions,
            double newShare,
            double horizonHours,
            double lifeHours,
            double lifeShape) {}

    /** What a catalogue holds in memory. */
    static long bytes(int count, int dimension) {
        return (long) count * (ATTRIBUTE_BYTES + (long) dimension * Float.BYTES);
    }

    Catalogue(Law law, long seed) {
        int count = law.count();
        topics = law.topics();
        dimension = law.dimension();
        topic = new int[count];
        features = new float[Math.multiplyExact(count, dimension)];
        quality = new float[count];
        clickbait = new float[count];
        price = new float[count];
        logPrice = new float[count];
        length = new float[count];
        logLength = new float[count];
        prominence = new float[count];
        popularity = new float[count];
        logPopularity = new float[count];
        meanRating = new float[count];
        born = new float[count];
        RandomStream stream = new RandomStream();
        StreamKeys.seed(stream, seed, StreamKeys.WORLD_LANE, 0, Purposes.ITEMS);
        double[] centres = centres(stream);
        for (int item = 0; item < count; item++) {
            draw(item, law, centres, stream);
        }
        popularise(law, stream);
        dies = new float[law.lifeHours() > 0 ? count : 0];
        drawLives(law, seed);
    }

    private double[] centres(RandomStream stream) {
        double[] centres = new double[topics * dimension];
        double scale = 1 / Math.sqrt(dimension);
        Arrays.setAll(centres, i -> stream.nextGaussian() * scale);
        return centres;
    }

    private void draw(int item, Law law, double[] centres, RandomStream stream) {
        topic[item] = (int) (stream.nextDouble() * topics);
        double scale = law.spread() / Math.sqrt(dimension);
        for (int feature = 0; feature < dimension; feature++) {
            double centre = centres[topic[item] * dimension + feature];
            features[item * dimension + feature] = (float) (centre + scale * stream.nextGaussian());
        }
        quality[item] = (float) (law.qualityDeviation() * stream.nextGaussian());
        double bait = stream.nextDouble();
        clickbait[item] = (float) (stream.nextDouble() < law.clickbaitShare() ? bait : 0);
        logPrice[item] = (float) (law.priceLogMean() + law.priceLogDeviation() * stream.nextGaussian());
        logLength[item] = (float) (law.lengthLogMean() + law.lengthLogDeviation() * stream.nextGaussian());
        price[item] = (float) Exponential.exp(logPrice[item]);
        length[item] = (float) Exponential.exp(logLength[item]);
        prominence[item] = (float) stream.nextGaussian();
        meanRating[item] = (float) Math.max(1, Math.min(5, 3.5 + 0.5 * quality[item] + 0.3 * stream.nextGaussian()));
        double appears = stream.nextDouble();
        double age = stream.nextDouble() * law.horizonHours();
        born[item] = (float) (appears < law.newShare() ? age : age - law.horizonHours());
    }

    /** By Weibull's law; an item that is there when the world begins has lived until then. */
    private void drawLives(Law law, long seed) {
        RandomStream stream = new RandomStream();
        StreamKeys.seed(stream, seed, StreamKeys.WORLD_LANE, 0, Purposes.LIVES);
        for (int item = 0; item < dies.length; item++) {
            double lived = Math.max(0, -born[item]) / law.lifeHours();
            double hazard = StrictMath.pow(lived, law.lifeShape()) - StrictMath.log1p(-stream.nextDouble());
            dies[item] = (float) (born[item] + law.lifeHours() * StrictMath.pow(hazard, 1 / law.lifeShape()));
        }
    }

    /** Whether an item has appeared by an hour and is not gone. */
    boolean isThere(int item, double hours) {
        return born[item] <= hours && (dies.length == 0 || hours < dies[item]);
    }

    /** Whether items go at all. */
    boolean isMortal() {
        return dies.length > 0;
    }

    /** When an item goes, in hours on the world's clock. */
    double dies(int item) {
        return isMortal() ? dies[item] : Double.POSITIVE_INFINITY;
    }

    /** Gives the ranks of Zipf's law to items in random order, and scales the counts to the number of consumptions. */
    private void popularise(Law law, RandomStream stream) {
        int count = topic.length;
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int j = (int) (stream.nextDouble() * (i + 1));
            order[i] = order[j];
            order[j] = i;
        }
        double total = 0;
        for (int rank = 0; rank < count; rank++) {
            int item = order[rank];
            double appeal =
                    law.popularityQuality() * quality[item] - law.popularityExponent() * StrictMath.log(rank + 1);
            popularity[item] = born[item] > 0 ? 0 : (float) Exponential.exp(appeal);
            total += popularity[item];
        }
        double scale = total > 0 ? law.consumptions() / total : 0;
        for (int item = 0; item < count; item++) {
            popularity[item] = (float) (popularity[item] * scale);
            logPopularity[item] = (float) StrictMath.log1p(popularity[item]);
        }
    }

    /** The taste of a user for an item: the inner product of both. */
    double match(int item, double[] taste, int at) {
        double sum = 0;
        int from = item * dimension;
        for (int feature = 0; feature < dimension; feature++) {
            sum += features[from + feature] * taste[at + feature];
        }
        return sum;
    }

    @Override
    public int count() {
        return topic.length;
    }

    @Override
    public int topics() {
        return topics;
    }

    @Override
    public int topic(int item) {
        return topic[item];
    }

    @Override
    public double quality(int item) {
        return quality[item];
    }

    @Override
    public double clickbait(int item) {
        return clickbait[item];
    }

    @Override
    public double price(int item) {
        return price[item];
    }

    @Override
    public double logPrice(int item) {
        return logPrice[item];
    }

    @Override
    public double length(int item) {
        return length[item];
    }

    @Override
    public double logLength(int item) {
        return logLength[item];
    }

    @Override
    public double prominence(int item) {
        return prominence[item];
    }

    @Override
    public double popularity(int item) {
        return popularity[item];
    }

    @Override
    public double logPopularity(int item) {
        return logPopularity[item];
    }

    @Override
    public double meanRating(int item) {
        return meanRating[item];
    }

    @Override
    public double born(int item) {
        return born[item];
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public double feature(int item, int feature) {
        return features[item * dimension + feature];
    }
}

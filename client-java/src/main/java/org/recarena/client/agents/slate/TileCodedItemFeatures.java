package org.recarena.client.agents.slate;

/**
 * Tile coding (Sutton and Barto, "Reinforcement Learning", 2nd edition, section 9.5.4) of one number that describes a
 * document to a user, such as the user's interest in it, apart for each cluster. Each of several tilings of its range
 * is shifted by a fraction of a tile against the one before; the features are the tiles that the number falls into. So
 * a linear model has any shape in that number, as fine as tilings x tiles.
 */
public final class TileCodedItemFeatures implements ItemFeatures {

    private final ItemScore number;
    private final double low;
    private final double high;
    private final int clusters;
    private final int tilings;
    private final int tiles;

    /**
     * A coding.
     *
     * @param number what is coded
     * @param low the lower end of its range; what is below counts as this
     * @param high the upper end; above {@code low}
     * @param clusters how many clusters to tell apart; positive, 1 for none
     * @param tilings how many tilings; positive
     * @param tiles how many tiles the range has; positive
     */
    public TileCodedItemFeatures(ItemScore number, double low, double high, int clusters, int tilings, int tiles) {
        if (!(high > low) || clusters < 1 || tilings < 1 || tiles < 1) {
            throw new IllegalArgumentException("range " + low + " to " + high + ", clusters " + clusters + ", tilings "
                    + tilings + ", tiles " + tiles + "; the range must not be empty, the others must be positive");
        }
        this.number = number;
        this.low = low;
        this.high = high;
        this.clusters = clusters;
        this.tilings = tilings;
        this.tiles = tiles;
    }

    @Override
    public int dimension() {
        return clusters * tilings * (tiles + 1);
    }

    @Override
    public void write(SlateContext context, int candidate, FeatureVector out) {
        double position = (number.of(context, candidate) - low) / (high - low);
        double inTiles = Math.max(0, Math.min(1, position)) * tiles;
        int cluster = clusters == 1 ? 0 : context.cluster(candidate);
        for (int tiling = 0; tiling < tilings; tiling++) {
            // At the upper end of the range a tile more, for the shift.
            int tile = Math.min(tiles, (int) (inTiles + (double) tiling / tilings));
            out.set((cluster * tilings + tiling) * (tiles + 1) + tile, 1);
        }
    }
}

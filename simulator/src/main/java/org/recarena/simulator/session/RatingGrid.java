package org.recarena.simulator.session;

/** The ratings that can be given: whole stars from 1 to 5, or half stars from 0.5 to 5. */
enum RatingGrid {
    WHOLE(1, 1),
    HALF(0.5, 0.5);

    private static final double LARGEST = 5;

    /** The smallest rating. */
    final double smallest;
    /** What is between two. */
    final double step;

    RatingGrid(double smallest, double step) {
        this.smallest = smallest;
        this.step = step;
    }

    static RatingGrid of(boolean halves) {
        return halves ? HALF : WHOLE;
    }

    /** The rating nearest to a number of stars. */
    double nearest(double stars) {
        return Math.max(smallest, Math.min(LARGEST, step * Math.rint(stars / step)));
    }

    /** How many there are. */
    int count() {
        return (int) Math.round((LARGEST - smallest) / step) + 1;
    }

    /** One of them, from 0. */
    double rating(int index) {
        return smallest + index * step;
    }
}

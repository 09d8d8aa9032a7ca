package org.recarena.server.docs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.recarena.server.docs.LineChart.Line;

/** Pairs of numbers, to be averaged in groups of equal size and neighbouring x. */
final class Bins {

    private record Pair(double x, double y) {}

    private final List<Pair> pairs = new ArrayList<>();

    void add(double x, double y) {
        pairs.add(new Pair(x, y));
    }

    /** The means of each group; groups with the same x are one. */
    Line line(String name, int groups) {
        List<Pair> sorted =
                pairs.stream().sorted(Comparator.comparingDouble(Pair::x)).toList();
        List<Pair> means = new ArrayList<>();
        int from = 0;
        for (int group = 1; group <= groups; group++) {
            int to = group * sorted.size() / groups;
            while (to > 0
                    && to < sorted.size()
                    && sorted.get(to).x() == sorted.get(to - 1).x()) {
                to++;
            }
            if (to > from) {
                means.add(mean(sorted.subList(from, to)));
                from = to;
            }
        }
        return new Line(
                name,
                means.stream().mapToDouble(Pair::x).toArray(),
                means.stream().mapToDouble(Pair::y).toArray());
    }

    private static Pair mean(List<Pair> members) {
        return new Pair(
                members.stream().mapToDouble(Pair::x).average().orElse(0),
                members.stream().mapToDouble(Pair::y).average().orElse(0));
    }
}

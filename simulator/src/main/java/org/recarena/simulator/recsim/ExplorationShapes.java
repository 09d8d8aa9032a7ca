package org.recarena.simulator.recsim;

import java.util.ArrayList;
import java.util.List;
import org.recarena.simulator.config.Config;
import org.recarena.simulator.input.InvalidInputException;
import org.recarena.simulator.input.InvalidInputException.Violation;

/** Whether the vectors and matrices of interest exploration fit together and distributions add up. */
final class ExplorationShapes {

    private ExplorationShapes() {}

    static void check(Config config) {
        List<Violation> violations = new ArrayList<>();
        int topics = config.numbers("topic_distribution").length;
        int types = config.numbers("user_type_distribution").length;
        Probabilities.fault(config, "topic_distribution").ifPresent(violations::add);
        Probabilities.fault(config, "user_type_distribution").ifPresent(violations::add);
        for (String name : List.of("topic_quality_mean", "topic_quality_stddev")) {
            int length = config.numbers(name).length;
            if (length != topics) {
                violations.add(new Violation(
                        "config." + name,
                        "has " + length + " values; it takes one for each of the " + topics
                                + " topics of topic_distribution"));
            }
        }
        for (String name : List.of("user_document_mean_affinity_matrix", "user_document_stddev_affinity_matrix")) {
            double[][] matrix = config.matrix(name);
            int columns = matrix.length == 0 ? 0 : matrix[0].length;
            if (matrix.length != types || columns != topics) {
                violations.add(new Violation(
                        "config." + name,
                        "has " + matrix.length + " rows of " + columns + "; it takes " + types
                                + " rows, one for each type of user_type_distribution, of " + topics
                                + ", one for each topic of topic_distribution"));
            }
        }
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
    }
}

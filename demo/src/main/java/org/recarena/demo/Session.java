package org.recarena.demo;

import java.util.List;
import java.util.OptionalDouble;

/**
 * One user's visit, step by step.
 *
 * @param agent who recommended
 * @param steps in their order
 */
record Session(String agent, List<Step> steps) {

    /**
     * One slate.
     *
     * @param documents in the order of the slots
     * @param reward of the step
     * @param meter the part of the user's state that is told, after the step
     */
    record Step(List<Shown> documents, double reward, OptionalDouble meter) {}

    /**
     * One document that was shown.
     *
     * @param cluster its topic
     * @param worth how good it was
     * @param clicked whether the user chose it
     */
    record Shown(int cluster, double worth, boolean clicked) {}

    double total() {
        return steps.stream().mapToDouble(Step::reward).sum();
    }

    long clicks() {
        return steps.stream()
                .flatMap(step -> step.documents().stream())
                .filter(Shown::clicked)
                .count();
    }
}

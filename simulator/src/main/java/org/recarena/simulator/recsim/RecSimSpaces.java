package org.recarena.simulator.recsim;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.recarena.simulator.engine.Overlay;
import org.recarena.simulator.space.DataType;
import org.recarena.simulator.space.Spaces;
import org.recarena.simulator.space.TensorSpec;

/**
 * What agents see and do. Observations are, in this order: the users, where they are not hidden; what is seen of
 * candidates; on request, the last response, which the signals have too; and, of several users, who is present.
 */
final class RecSimSpaces {

    private RecSimSpaces() {}

    static Spaces of(Problem problem, Overlay overlay, SlateRules rules) {
        Settings settings = problem.settings();
        List<TensorSpec> observations = new ArrayList<>();
        if (problem.users().observationSize() > 0) {
            observations.add(user(settings, problem.users().observationSize()));
        }
        for (DocumentField field : documentFields(problem)) {
            observations.add(document(problem, field));
        }
        List<TensorSpec> signals = problem.responses().stream()
                .map(field -> field.spec(settings.slateShape()))
                .toList();
        signals.forEach(signal -> observations.add(signal.asDerived().onRequest()));
        List<TensorSpec> told = new ArrayList<>(signals);
        told.addAll(overlay.lateSignals());
        if (settings.users() > 1) {
            observations.add(ofUsers(
                    settings, "present", "Whether each user is still there; what is shown to others nobody sees."));
            told.add(ofUsers(settings, "shown", "Whether each user was there and saw their slate."));
        }
        return new Spaces(rules.space(), List.copyOf(observations), List.copyOf(told), rewardNames(problem));
    }

    private static TensorSpec ofUsers(Settings settings, String name, String description) {
        return TensorSpec.of(name, DataType.BOOL, List.of(settings.users()), description)
                .within(0, 1);
    }

    private static TensorSpec user(Settings settings, int size) {
        List<Integer> shape = settings.users() == 1 ? List.of(size) : List.of(settings.users(), size);
        return TensorSpec.of("user", DataType.FLOAT64, shape, "What is known of the user now.");
    }

    /** What can be seen of candidates, in the order of the observations. */
    static List<DocumentField> documentFields(Problem problem) {
        List<DocumentField> fields = new ArrayList<>(problem.seenDocuments());
        fields.addAll(problem.derivedDocuments());
        return List.copyOf(fields);
    }

    static TensorSpec document(Problem problem, DocumentField field) {
        TensorSpec spec =
                field.spec(problem.settings().candidates(), problem.documents().clusters());
        TensorSpec kept = problem.settings().resamples() ? spec : spec.asConstant();
        return problem.derivedDocuments().contains(field) ? kept.asDerived().onRequest() : kept;
    }

    private static List<String> rewardNames(Problem problem) {
        int users = problem.settings().users();
        return users == 1
                ? List.of(problem.rewardName())
                : IntStream.range(0, users)
                        .mapToObj(user -> problem.rewardName() + "_" + user)
                        .toList();
    }
}

package org.recarena.simulator.bias;

import java.util.List;
import java.util.Set;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.stage.Bias;
import org.recarena.simulator.stage.Stage;

/** The part of a bias that is only told: what it is called, what sets it, where it comes from. */
abstract class PublishedBias implements Bias {

    private final String id;
    private final String title;
    private final Set<Stage> stages;
    private final String description;
    private final String source;
    private final List<Parameter> parameters;

    PublishedBias(
            String id, String title, Set<Stage> stages, String description, String source, List<Parameter> parameters) {
        this.id = id;
        this.title = title;
        this.stages = stages;
        this.description = description;
        this.source = source;
        this.parameters = parameters;
    }

    @Override
    public final String id() {
        return id;
    }

    @Override
    public final String title() {
        return title;
    }

    @Override
    public final Set<Stage> stages() {
        return stages;
    }

    @Override
    public final String description() {
        return description;
    }

    @Override
    public final String source() {
        return source;
    }

    @Override
    public final List<Parameter> parameters() {
        return parameters;
    }
}

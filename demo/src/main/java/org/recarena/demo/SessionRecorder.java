package org.recarena.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.recarena.client.ColumnView;
import org.recarena.client.RemoteSimulation;
import org.recarena.client.Result;
import org.recarena.client.agents.slate.SlateExperience;
import org.recarena.client.agents.slate.SlateTrial;

/** Writes down what one user of a trial was shown and did. Used by one thread. */
final class SessionRecorder implements SlateTrial.Witness {

    private final int lane;
    private final int episode;
    private final SlateStudy.Story told;
    private final List<Session.Step> steps = new ArrayList<>();

    SessionRecorder(int lane, int episode, SlateStudy.Story told) {
        this.lane = lane;
        this.episode = episode;
        this.told = told;
    }

    @Override
    public void saw(RemoteSimulation simulation, int inLane, int inEpisode, SlateExperience experience, Result result) {
        if (inLane != lane || inEpisode != episode) {
            return;
        }
        List<Session.Shown> shown = new ArrayList<>();
        for (int slot = 0; slot < experience.slate().length; slot++) {
            int candidate = experience.slate()[slot];
            shown.add(new Session.Shown(
                    experience.context().cluster(candidate),
                    worth(experience, result, slot),
                    experience.clicks()[slot]));
        }
        boolean over = experience.end() != SlateExperience.End.NONE;
        OptionalDouble meter = told.meter().isEmpty() || over
                ? OptionalDouble.empty() // The lane has its next user already.
                : OptionalDouble.of(state(simulation, told.meter().get().state()));
        steps.add(new Session.Step(shown, experience.reward(), meter));
    }

    private double worth(SlateExperience experience, Result result, int slot) {
        if (told.signal().isPresent()) {
            ColumnView response = result.signal(told.signal().get());
            return response.doubleAt(response.rowStart(lane) + slot);
        }
        return 1 - experience.context().feature(experience.slate()[slot], 0);
    }

    private double state(RemoteSimulation simulation, String name) {
        ColumnView states = Objects.requireNonNull(simulation.oracle().users().get(name), name);
        return states.doubleAt(states.rowStart(lane));
    }

    Session session(String agent) {
        return new Session(agent, List.copyOf(steps));
    }
}

package org.recarena.trajectories.steps;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.recarena.trajectories.LogReader;
import org.recarena.trajectories.steps.LoggedEpisode.Ending;
import org.recarena.v1.LogRecord;

/**
 * Reads a log's episodes in the order in which they ended. It keeps the steps of those that are running.
 *
 * <p>Used by one thread at a time.
 */
public final class EpisodeReader implements Closeable {

    private final LogReader log;
    private final StepFilter filter;
    private final StepJoiner joiner = new StepJoiner();
    private final Map<Long, @Nullable Running[]> running = new TreeMap<>();
    private final Queue<LoggedEpisode> ended = new ArrayDeque<>();

    EpisodeReader(LogReader log, StepFilter filter) {
        this.log = log;
        this.filter = filter;
    }

    /**
     * Reads on to the next episode that is over.
     *
     * @return the episode; null if there is none yet, and {@link #running} has the others
     * @throws org.recarena.trajectories.CorruptLogException if there is damage
     * @throws IOException if storage fails
     */
    public @Nullable LoggedEpisode next() throws IOException {
        while (ended.isEmpty()) {
            LogRecord read = log.next();
            if (read == null) {
                return null;
            }
            LoggedStep step = joiner.accept(read);
            if (step != null) {
                add(step);
            } else if (read.hasClosed()) {
                @Nullable Running[] lanes = running.remove(read.getSimulation());
                if (lanes != null) {
                    unfinished(lanes, ended);
                }
            }
        }
        return ended.remove();
    }

    /**
     * The episodes that are not over, as far as they were read.
     *
     * @return in order of simulation and lane
     */
    public List<LoggedEpisode> running() {
        Queue<LoggedEpisode> episodes = new ArrayDeque<>();
        running.values().forEach(lanes -> unfinished(lanes, episodes));
        return List.copyOf(episodes);
    }

    private void unfinished(@Nullable Running[] lanes, Queue<LoggedEpisode> target) {
        for (@Nullable Running episode : lanes) {
            end(episode, Ending.UNFINISHED, target);
        }
    }

    private void add(LoggedStep step) {
        addUnseen(step);
        @Nullable
        Running[] lanes = running.computeIfAbsent(step.simulation().number(), number -> new Running[step.lanes()]);
        for (int lane = 0; lane < lanes.length; lane++) {
            if (step.active(lane)) {
                lanes[lane] = played(lanes[lane], step, lane);
            }
        }
    }

    private void addUnseen(LoggedStep step) {
        Unseen unseen = Unseen.of(step.outcome());
        for (int row = 0; row < unseen.lanes().length; row++) {
            LoggedEpisode episode =
                    new LoggedEpisode(step, unseen.lanes()[row], unseen.episodes()[row], List.of(), Ending.UNSEEN, row);
            offer(episode, ended);
        }
    }

    /** Adds the lane's row; returns the episode that is running after it. */
    private @Nullable Running played(@Nullable Running before, LoggedStep step, int lane) {
        Running episode = before;
        boolean acted = step.acted(lane);
        if (episode == null || episode.episode != step.episode(lane) || !acted) {
            end(episode, Ending.UNFINISHED, ended);
            episode = new Running(step, lane);
        }
        if (acted) {
            episode.steps.add(new LaneStep(step, lane));
        }
        if (step.terminated(lane) || step.truncated(lane)) {
            end(episode, step.terminated(lane) ? Ending.TERMINATED : Ending.TRUNCATED, ended);
            return null;
        }
        return episode;
    }

    private void end(@Nullable Running episode, Ending ending, Queue<LoggedEpisode> target) {
        if (episode != null) {
            offer(new LoggedEpisode(episode.began, episode.lane, episode.episode, episode.steps, ending, -1), target);
        }
    }

    private void offer(LoggedEpisode episode, Queue<LoggedEpisode> target) {
        if (filter.test(episode.simulation(), episode.began().labels())) {
            target.add(episode);
        }
    }

    @Override
    public void close() throws IOException {
        log.close();
    }

    private static final class Running {

        private final LoggedStep began;
        private final int lane;
        private final long episode;
        private final List<LaneStep> steps = new ArrayList<>();

        Running(LoggedStep began, int lane) {
            this.began = began;
            this.lane = lane;
            this.episode = began.episode(lane);
        }
    }
}

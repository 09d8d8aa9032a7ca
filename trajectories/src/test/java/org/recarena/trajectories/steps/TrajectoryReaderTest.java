package org.recarena.trajectories.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.recarena.trajectories.steps.SampleLog.outcomeOf;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.recarena.trajectories.PackedColumns;
import org.recarena.v1.AutoresetMode;

class TrajectoryReaderTest {

    @TempDir
    private Path directory;

    private SampleLog log;

    @BeforeEach
    void open() throws IOException {
        log = SampleLog.open(directory);
    }

    @AfterEach
    void close() throws IOException {
        log.close();
    }

    private List<LoggedStep> steps(StepFilter filter) throws IOException {
        log.close();
        List<LoggedStep> steps = new ArrayList<>();
        try (TrajectoryReader reader = TrajectoryReader.open(directory, filter)) {
            for (LoggedStep step = reader.next(); step != null; step = reader.next()) {
                steps.add(step);
            }
        }
        return steps;
    }

    private List<LoggedEpisode> episodes(StepFilter filter, List<LoggedEpisode> running) throws IOException {
        log.close();
        List<LoggedEpisode> episodes = new ArrayList<>();
        try (EpisodeReader reader = TrajectoryReader.episodes(directory, filter)) {
            for (LoggedEpisode next = reader.next(); next != null; next = reader.next()) {
                episodes.add(next);
            }
            running.addAll(reader.running());
        }
        return episodes;
    }

    private static String describe(LoggedEpisode episode) {
        return episode.lane() + "/" + episode.episode() + " "
                + episode.steps().stream().map(LaneStep::step).toList() + " " + episode.ending();
    }

    @Test
    void aStepHasItsInputsItsContextAndItsOutcome() throws IOException {
        log.opened(1, AutoresetMode.AUTORESET_MODE_NEXT_STEP);
        log.reset(1, 1, Map.of());
        log.outcome(1, outcomeOf(1, new long[] {0, 0}, "", ""));
        log.step(1, 2, 7, 8, Map.of());
        log.outcome(1, outcomeOf(2, new long[] {0, 0}, "acted", "acted terminated"));
        log.step(1, 3, 5, 6, Map.of());
        log.outcome(1, outcomeOf(3, new long[] {0, 1}, "acted", ""));
        log.step(1, 4, 1, 2, Map.of());
        List<LoggedStep> steps = steps(StepFilter.all());

        assertThat(steps).extracting(LoggedStep::step).containsExactly(1L, 2L, 3L);
        assertThat(steps).extracting(LoggedStep::isReset).containsExactly(true, false, false);
        assertThat(steps.get(0).rows()).isEmpty();
        assertThat(steps.get(0).actions(0)).isEmpty();
        assertThat(steps.get(0).propensity(0)).isEmpty();
        LaneStep row = steps.get(1).rows().get(1);
        assertThat(row.simulation().id()).isEqualTo("sim-1");
        assertThat(row.lane()).isOne();
        assertThat(row.episode()).isZero();
        assertThat(row.step()).isEqualTo(2);
        assertThat(row.stepInEpisode()).isZero();
        assertThat(row.action()).isEqualTo(8);
        assertThat(row.propensity()).hasValue(0.5);
        assertThat(row.reward()).isEqualTo(2.5);
        assertThat(row.signal("click")).hasValue(1);
        assertThat(row.signal("dwell")).isEmpty();
        assertThat(row.before("views")).containsExactly(1, 1);
        assertThat(row.after("views")).containsExactly(2, 1);
        assertThat(row.before("nothing")).isEmpty();
        assertThat(row.terminated()).isTrue();
        assertThat(row.truncated()).isFalse();
        assertThat(steps.get(1).simulatedTime(0)).hasValue(20);
        assertThat(steps.get(1).wallTime()).isEqualTo(Instant.parse("2023-11-14T22:13:20.000002Z"));
        assertThat(steps.get(2).rows()).extracting(LaneStep::lane).containsExactly(0);
        assertThat(steps.get(2).stepInEpisode(0)).isOne();
        assertThat(steps.get(2).stepInEpisode(1)).isEqualTo(-1);
        assertThatThrownBy(() -> steps.get(2).reward(2)).hasMessageContaining("lane is 2");
        assertThatThrownBy(() -> steps.get(0).before("views", 2)).hasMessageContaining("lane is 2");
    }

    @Test
    void anEndedEpisodesLastObservationIsNotTheNextOnesFirst() throws IOException {
        log.opened(1, AutoresetMode.AUTORESET_MODE_SAME_STEP);
        log.reset(1, 1, Map.of());
        log.outcome(1, outcomeOf(1, new long[] {0, 0}, "", ""));
        log.step(1, 2, 7, 8, Map.of());
        log.outcome(
                1,
                outcomeOf(2, new long[] {0, 0}, "acted", "acted terminated")
                        .setFinalLanes(PackedColumns.pack(new int[] {1}))
                        .addFinalObservations(
                                PackedColumns.ragged(PackedColumns.pack(new int[] {42}), new int[] {0, 1}))
                        .addFinalObservations(PackedColumns.pack(new double[] {19}))
                        .setUnseen(SampleLog.unseen(1, 1, 77)));
        log.step(1, 3, 7, 8, Map.of());
        log.outcome(1, outcomeOf(3, new long[] {0, 2}, "acted truncated", "acted"));
        log.close();

        LoggedStep step = steps(StepFilter.all()).get(1);
        assertThat(step.after("views", 0)).containsExactly(2);
        assertThat(step.after("views", 1)).containsExactly(42);
        assertThat(step.next("views", 1)).containsExactly(2, 1);
        assertThat(step.simulatedTime(1)).hasValue(19);

        List<LoggedEpisode> running = new ArrayList<>();
        List<LoggedEpisode> episodes = episodes(StepFilter.all(), running);
        assertThat(episodes)
                .extracting(TrajectoryReaderTest::describe)
                .containsExactly("1/1 [] UNSEEN", "1/0 [2] TERMINATED", "0/0 [2, 3] TRUNCATED");
        assertThat(episodes.get(0).unseenObservation("views")).containsExactly(77);
        assertThat(episodes.get(1).unseenObservation("views")).isEmpty();
        assertThat(running).extracting(TrajectoryReaderTest::describe).containsExactly("1/2 [3] UNFINISHED");
    }

    @Test
    void episodesBeginInResetsAndInStepsThatShowNothing() throws IOException {
        log.opened(1, AutoresetMode.AUTORESET_MODE_NEXT_STEP);
        log.reset(1, 1, Map.of());
        log.outcome(1, outcomeOf(1, new long[] {0, 0}, "", "terminated"));
        log.step(1, 2, 0, 0, Map.of());
        log.outcome(1, outcomeOf(2, new long[] {0, 1}, "acted", ""));
        log.step(1, 3, 0, 0, Map.of());
        log.outcome(1, outcomeOf(3, new long[] {0, 1}, "acted", "acted"));
        log.reset(1, 4, Map.of());
        log.outcome(1, outcomeOf(4, new long[] {1, 1}, "", "inactive"));
        log.step(1, 5, 0, 0, Map.of());
        log.outcome(1, outcomeOf(5, new long[] {1, 1}, "acted", "acted terminated"));
        log.closed(1);
        List<LoggedEpisode> running = new ArrayList<>();
        assertThat(episodes(StepFilter.all(), running))
                .extracting(TrajectoryReaderTest::describe)
                .containsExactly(
                        "1/0 [] TERMINATED", "0/0 [2, 3] UNFINISHED", "1/1 [3, 5] TERMINATED", "0/1 [5] UNFINISHED");
        assertThat(running).isEmpty();
    }

    @Test
    void labelsChangeOnTheWayAndSelect() throws IOException {
        for (long number = 1; number <= 2; number++) {
            log.opened(number, AutoresetMode.AUTORESET_MODE_NEXT_STEP);
            log.reset(number, 1, Map.of("version", "1"));
            log.outcome(number, outcomeOf(1, new long[] {0, 0}, "", ""));
            log.step(number, 2, 0, 0, Map.of("policy", "b"));
            log.step(number, 3, 0, 0, Map.of("version", ""));
            log.outcome(number, outcomeOf(2, new long[] {0, 0}, "acted", "acted"));
            log.outcome(number, outcomeOf(3, new long[] {0, 0}, "acted", "acted"));
        }
        List<LoggedStep> all = steps(StepFilter.all());
        assertThat(all.subList(0, 3))
                .extracting(LoggedStep::labels)
                .containsExactly(
                        Map.of("policy", "a", "version", "1"),
                        Map.of("policy", "b", "version", "1"),
                        Map.of("policy", "b"));
        StepFilter second = StepFilter.all().withSimulations(Set.of("sim-2"));
        assertThat(steps(second.withLabels(Map.of("policy", "b"))))
                .extracting(LoggedStep::step)
                .containsExactly(2L, 3L);
        assertThat(steps(second.withEnvironments(Set.of("Other-v1")))).isEmpty();
    }
}

package org.recarena.trajectories.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.recarena.trajectories.steps.SampleLog.outcomeOf;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.recarena.trajectories.steps.SampleLog;
import org.recarena.trajectories.steps.StepFilter;
import org.recarena.trajectories.steps.TrajectoryReader;
import org.recarena.v1.AutoresetMode;

class ExporterTest {

    @TempDir
    private Path directory;

    private final StringWriter text = new StringWriter();

    @BeforeEach
    void log() throws IOException {
        SampleLog log = SampleLog.open(directory);
        log.opened(1, AutoresetMode.AUTORESET_MODE_NEXT_STEP);
        log.reset(1, 1, Map.of("note", "say \"hi\", all\n"));
        log.outcome(1, outcomeOf(1, new long[] {0, 0}, "", ""));
        log.step(1, 2, 7, 8, Map.of());
        log.outcome(1, outcomeOf(2, new long[] {0, 3}, "acted", "acted terminated"));
        log.close();
    }

    private void export(StepExporter exporter) throws IOException {
        export(exporter, directory);
    }

    private static void export(StepExporter exporter, Path log) throws IOException {
        try (exporter;
                TrajectoryReader reader = TrajectoryReader.open(log, StepFilter.all())) {
            assertThat(exporter.writeAll(reader)).isEqualTo(2);
        }
    }

    @Test
    void csvQuotesWhatNeedsIt() throws IOException {
        export(new CsvExporter(text, List.of("click", "dwell")));
        String time = "2023-11-14T22:13:20.000002Z";
        String labels = "\"{\"\"note\"\":\"\"say \\\"\"hi\\\"\", all\\u000a\"\",\"\"policy\"\":\"\"a\"\"}\"";
        assertThat(text)
                .hasToString("simulation,environment,lane,episode,step,step_in_episode,wall_time,action,propensity,"
                        + "slot_propensities,reward,click,dwell,terminated,truncated,labels\r\n"
                        + "sim-1,RecoGym-v1,0,0,2,0," + time + ",7,0.25,,2,0,,0,0," + labels + "\r\n"
                        + "sim-1,RecoGym-v1,1,3,2,0," + time + ",8,0.5,,2.5,1,,1,0," + labels + "\r\n");
    }

    @Test
    void jsonHasTheObservationsToo() throws IOException {
        export(new JsonLinesExporter(text));
        assertThat(text.toString().split("\n", -1)[1])
                .isEqualTo(
                        "{\"simulation\":\"sim-1\",\"environment\":\"RecoGym-v1\",\"lane\":1,\"episode\":3,\"step\":2,"
                                + "\"step_in_episode\":0,\"wall_time\":\"2023-11-14T22:13:20.000002Z\",\"action\":8,"
                                + "\"propensity\":0.5,\"reward\":2.5,\"signals\":{\"click\":1},\"terminated\":true,"
                                + "\"truncated\":false,\"labels\":{\"note\":\"say \\\"hi\\\", all\\u000a\",\"policy\":\"a\"},"
                                + "\"before\":{\"views\":[1,1],\"time\":[11]},\"after\":{\"views\":[2,1],\"time\":[21]}}");
    }

    @Test
    void slotsHavePropensities() throws IOException {
        Path slates = directory.resolve("slates");
        SampleLog log = SampleLog.open(slates);
        log.opened(1, AutoresetMode.AUTORESET_MODE_NEXT_STEP);
        log.reset(1, 1, Map.of());
        log.outcome(1, outcomeOf(1, new long[] {0, 0}, "", ""));
        log.slates(1, 2, 7, 8, 3, 4);
        log.outcome(1, outcomeOf(2, new long[] {0, 0}, "acted", "acted"));
        log.close();
        export(new JsonLinesExporter(text), slates);
        assertThat(text.toString().split("\n", -1)[1])
                .contains("\"action\":[3,4],\"slot_propensities\":[0.5,0.25],\"reward\":");
        text.getBuffer().setLength(0);
        export(new CsvExporter(text, List.of("click")), slates);
        assertThat(text.toString().split("\r\n", -1)[2]).contains(",3 4,,0.5 0.25,2.5,1,");
    }

    @Test
    void numbersAreExactAndShort() {
        assertThat(Json.text(3)).isEqualTo("3");
        assertThat(Json.text(-0.0)).isEqualTo("-0.0");
        assertThat(Json.text(0.1)).isEqualTo("0.1");
        assertThat(Json.text(1e300)).isEqualTo("1.0E300");
        StringBuilder out = new StringBuilder();
        Json.numbers(out, new double[] {1, Double.NaN});
        assertThat(out).hasToString("[1,null]");
    }
}

package org.recarena.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Java code in the documentation compiles. */
class DocumentationTest {

    private static final Pattern BLOCK = Pattern.compile("^```java\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);

    /** Around each block: the imports that a reader's editor adds, and the names that the text before it speaks of. */
    private static final String BEFORE = """
            import java.util.*;
            import org.apache.commons.rng.simple.RandomSource;
            import org.recarena.client.*;
            import org.recarena.client.agents.*;
            import org.recarena.client.agents.slate.*;

            abstract class Example {
                RecArenaClient client;
                RemoteSimulation simulation;
                int[] items;
                double[] propensities;

                abstract Recommendation next(Result result);

            """;

    @TempDir
    private Path classes;

    @ParameterizedTest
    @ValueSource(strings = {"docs/java.md", "README.md"})
    void compiles(String document) throws IOException {
        String text = Files.readString(Path.of("..").resolve(document));
        StringBuilder source = new StringBuilder(BEFORE);
        Matcher blocks = BLOCK.matcher(text);
        int count = 0;
        while (blocks.find()) {
            source.append("void block")
                    .append(count++)
                    .append("() {\n")
                    .append(blocks.group(1))
                    .append("}\n\n");
        }
        assertThat(count).as("blocks in %s", document).isPositive();
        assertThat(compile(source.append("}\n").toString())).isEmpty();
    }

    /** What the compiler says; empty where all is well. */
    private String compile(String source) {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "a JDK, not a JRE");
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        StringWriter said = new StringWriter();
        List<String> options = new ArrayList<>(List.of(
                "-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none", "-nowarn"));
        boolean fine =
                compiler.getTask(said, null, null, options, null, List.of(file)).call();
        return fine ? "" : said + source;
    }
}

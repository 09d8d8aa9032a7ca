package org.recarena.server.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import io.javalin.util.JavalinBindException;
import org.slf4j.Logger;

/** Sets up the server's own messages: standard error, as text or as JSON lines. Stateless. */
final class Logging {

    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0}: %msg%n";

    private Logging() {}

    static void configure(LoggerContext context, String format) {
        context.reset();
        Encoder<ILoggingEvent> encoder = format.equals("json") ? new JsonEncoder() : text();
        encoder.setContext(context);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.addFilter(new FailureToListen());
        appender.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(appender);
        context.getLogger("org.recarena").setLevel(Level.INFO);
    }

    /** Leaves out that the HTTP side cannot listen: the server says that by itself, in one line and not in sixty. */
    private static final class FailureToListen extends Filter<ILoggingEvent> {
        @Override
        public FilterReply decide(ILoggingEvent event) {
            IThrowableProxy thrown = event.getThrowableProxy();
            return thrown != null && thrown.getClassName().equals(JavalinBindException.class.getName())
                    ? FilterReply.DENY
                    : FilterReply.NEUTRAL;
        }
    }

    private static PatternLayoutEncoder text() {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setPattern(PATTERN);
        return encoder;
    }
}

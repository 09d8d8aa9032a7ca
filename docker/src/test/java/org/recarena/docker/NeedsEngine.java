package org.recarena.docker;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/** Tests that need a Docker engine. Without one they are skipped, except in CI, where nobody reads what was skipped. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsEngine.Condition.class)
@interface NeedsEngine {

    /** Looks for an engine. */
    final class Condition implements ExecutionCondition {

        private static final String HELP = "no Docker engine answers; start one, or set DOCKER_HOST to one"
                + " (CONTRIBUTING.md says how, under Containers)";

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (DockerClientFactory.instance().isDockerAvailable()) {
                return ConditionEvaluationResult.enabled("a Docker engine answers");
            }
            if ("true".equals(System.getenv("CI"))) {
                throw new IllegalStateException(HELP);
            }
            System.out.println("SKIPPED " + context.getDisplayName() + ": " + HELP);
            return ConditionEvaluationResult.disabled(HELP);
        }
    }
}

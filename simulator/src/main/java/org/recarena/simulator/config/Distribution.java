package org.recarena.simulator.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.recarena.simulator.math.Exponential;
import org.recarena.simulator.random.RandomStream;

/**
 * A law that a number of a config is drawn from instead of being given: domain randomisation. Immutable.
 *
 * <p>In a config it is a mapping of the law's name to its arguments, such as {@code {uniform: [0, 2]}}, with an
 * optional {@code per} that says whether it is drawn once for a world or anew for each episode. Draws outside the
 * parameter's range are moved to the nearest end of it.
 *
 * <p>Source: Tobin et al., "Domain randomization for transferring deep neural networks from simulation to the real
 * world" (IROS 2017).
 *
 * @param law the law
 * @param arguments its arguments: two numbers, or any number of values for {@link Law#CHOICE}
 * @param scope when it is drawn
 */
public record Distribution(Law law, List<Double> arguments, Scope scope) {

    private static final String PER = "per";

    /** A family of laws. */
    public enum Law {
        /** Uniform between two numbers. */
        UNIFORM,
        /** The exponential of a uniform number: uniform between two positive numbers on a logarithmic scale. */
        LOG_UNIFORM,
        /** Normal, given by mean and standard deviation. */
        NORMAL,
        /** The exponential of a normal number, given by that number's mean and standard deviation. */
        LOG_NORMAL,
        /** One of the arguments, each as likely as the others. */
        CHOICE;

        private String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** When a number is drawn. */
    public enum Scope {
        /** Anew for every episode, for each lane on its own. */
        EPISODE,
        /** Once for a world. */
        WORLD
    }

    /**
     * A number that is always the same.
     *
     * @param value the number
     * @return the law that gives it
     */
    public static Distribution constant(double value) {
        return new Distribution(Law.CHOICE, List.of(value), Scope.WORLD);
    }

    /**
     * Reads a law from a config.
     *
     * @param given a mapping as above
     * @param range where the parameter's values lie
     * @return the law
     * @throws IllegalArgumentException saying what is wrong, a phrase that follows the parameter's name
     */
    static Distribution parse(Map<?, ?> given, Range range) {
        Map<Object, Object> rest = new LinkedHashMap<>(given);
        Scope scope = scope(rest.remove(PER), given);
        if (rest.size() != 1) {
            throw refusal(given);
        }
        Map.Entry<Object, Object> entry = rest.entrySet().iterator().next();
        Law law = Stream.of(Law.values())
                .filter(candidate -> candidate.key().equals(entry.getKey()))
                .findAny()
                .orElseThrow(() -> refusal(given));
        Distribution distribution = new Distribution(law, arguments(entry.getValue(), given), scope);
        distribution.check(range, given);
        return distribution;
    }

    private static Scope scope(@Nullable Object given, Map<?, ?> whole) {
        if (given == null || given.equals("episode")) {
            return Scope.EPISODE;
        }
        if (given.equals("world")) {
            return Scope.WORLD;
        }
        throw new IllegalArgumentException(
                "is " + whole + "; " + PER + " is \"" + given + "\" and must be \"episode\" or \"world\"");
    }

    private static List<Double> arguments(@Nullable Object given, Map<?, ?> whole) {
        if (!(given instanceof List<?> list) || list.isEmpty()) {
            throw refusal(whole);
        }
        List<Double> numbers = new ArrayList<>(list.size());
        for (Object element : list) {
            if (!(element instanceof Number number) || !Double.isFinite(number.doubleValue())) {
                throw refusal(whole);
            }
            numbers.add(number.doubleValue());
        }
        return List.copyOf(numbers);
    }

    private void check(Range range, Map<?, ?> given) {
        boolean sound = switch (law) {
            case UNIFORM -> arguments.size() == 2 && arguments.get(0) <= arguments.get(1);
            case LOG_UNIFORM -> arguments.size() == 2 && 0 < arguments.get(0) && arguments.get(0) <= arguments.get(1);
            case NORMAL, LOG_NORMAL -> arguments.size() == 2 && arguments.get(1) >= 0;
            case CHOICE -> true;
        };
        if (!sound) {
            throw refusal(given);
        }
        boolean bounded = law != Law.NORMAL && law != Law.LOG_NORMAL;
        for (double end : arguments) {
            if (bounded && !range.contains(end)) {
                throw new IllegalArgumentException("is " + given + "; every value of the distribution must be " + range
                        + ", and " + end + " is not");
            }
        }
    }

    private static IllegalArgumentException refusal(Map<?, ?> given) {
        return new IllegalArgumentException("is " + given + "; a distribution is one of {uniform: [low, high]}, "
                + "{log_uniform: [low, high]} with low above 0, {normal: [mean, deviation]}, "
                + "{log_normal: [mean, deviation]} of the logarithm, {choice: [value, …]}, with per: episode (the "
                + "default) or per: world beside it");
    }

    /**
     * Draws a number.
     *
     * @param stream where from; as many outputs as the law needs are consumed
     * @param range where the result is moved to, if it lies outside
     * @return a number within the range
     */
    public double draw(RandomStream stream, Range range) {
        double a = arguments.get(0);
        double b = arguments.get(arguments.size() - 1);
        double drawn = switch (law) {
            case UNIFORM -> a + (b - a) * stream.nextDouble();
            case LOG_UNIFORM -> Math.min(b, a * Exponential.exp(StrictMath.log(b / a) * stream.nextDouble()));
            case NORMAL -> a + b * stream.nextGaussian();
            case LOG_NORMAL -> Exponential.exp(a + b * stream.nextGaussian());
            case CHOICE -> arguments.get((int) (stream.nextDouble() * arguments.size()));
        };
        return range.nearest(drawn);
    }

    /**
     * Whether every draw gives one and the same number.
     *
     * @param value the number
     * @return true for a law without randomness at that number
     */
    public boolean isAlways(double value) {
        return law == Law.CHOICE && arguments.stream().allMatch(argument -> argument == value);
    }

    /**
     * The law as it stands in a config.
     *
     * @return a mapping that {@code parse} reads back
     */
    public Map<String, Object> toConfig() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put(law.key(), arguments);
        config.put(PER, scope == Scope.WORLD ? "world" : "episode");
        return config;
    }
}

package org.recarena.server.grpc;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.recarena.server.hosting.HostedSimulation;
import org.recarena.simulator.input.InvalidInputException;

/**
 * Where a simulation stands in the list of all, as a token that goes on after it. Orders as creation does, and tells
 * nothing by which a simulation could be called.
 *
 * @param created when the simulation was created
 * @param distinction between simulations of one moment: the first digits of the handle
 */
record PagePosition(Instant created, String distinction) implements Comparable<PagePosition> {

    private static final int DIGITS = 8;
    private static final Pattern TOKEN = Pattern.compile("(\\d{1,18})\\.(\\d{1,9})-([0-9a-f]{" + DIGITS + "})");

    static PagePosition of(HostedSimulation hosted) {
        return new PagePosition(hosted.setup().created(), hosted.setup().id().substring(0, DIGITS));
    }

    /** Reads a token; anything but one that was given is refused. */
    static PagePosition parse(String token) {
        Matcher parts = TOKEN.matcher(token);
        if (!parts.matches()) {
            throw refused(token);
        }
        try {
            Instant created = Instant.ofEpochSecond(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2)));
            return new PagePosition(created, parts.group(3));
        } catch (DateTimeException farAway) {
            throw refused(token);
        }
    }

    private static InvalidInputException refused(String token) {
        return new InvalidInputException(
                "page_token",
                "is \"" + token
                        + "\"; it must be the next_page_token of an earlier reply, or empty for the first page");
    }

    String token() {
        return created.getEpochSecond() + "." + created.getNano() + "-" + distinction;
    }

    @Override
    public int compareTo(PagePosition other) {
        int byTime = created.compareTo(other.created);
        return byTime != 0 ? byTime : distinction.compareTo(other.distinction);
    }
}

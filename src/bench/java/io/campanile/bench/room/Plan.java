package io.campanile.bench.room;

import io.campanile.bench.checker.Arguments;
import java.time.Duration;
import java.util.Locale;

/**
 * What to do.
 *
 * @param members  of the room at the beginning
 * @param online   how many of all users are connected
 * @param firstOnline whether it is the first of them, rather than some of all
 * @param churners how many users leave and come back; as many more come and leave, who are no members at the beginning
 * @param changes  joins and leaves a second, of all of them
 * @param senders  members who say something, one message after the other, and never leave; so many that each has time to ask the other node
 * @param rate     messages a second, of all of them
 * @param warmUp   for how long before: it is judged as the rest, but the rates are counted after it, when compilers have done most of their work
 * @param duration for how long
 * @param victim   which node is killed with -9 half way, and started again
 * @param large    the setting {@code room.large}
 * @param sample   of how many who are offline the inbox is read afterwards, and of how many online the history
 * @param settle   how long what is under way may take in the end
 */
public record Plan(int members, int online, boolean firstOnline, int churners, int changes, int senders, int rate, Duration warmUp, Duration duration, Victim victim, int large, int sample,
        Duration settle) {

    /** Which node is killed. */
    public enum Victim { NONE, FIRST, SECOND }

    public static Plan of(Arguments given) {
        int members = given.number("members", 10_000);
        return new Plan(members, given.number("online", members * 3 / 10), false, given.number("churners", members / 10), given.number("changes", 200),
                given.number("senders", 40), given.number("rate", 50), given.duration("warmup", "0s"), given.duration("duration", "60s"),
                Victim.valueOf(given.get("victim", "second").toUpperCase(Locale.ROOT)), given.number("large", 500), given.number("sample", 100),
                given.duration("settle", "120s"));
    }

    /** Everybody: members, and those who come later. */
    int users() {
        return members + churners;
    }

    /** The same with others online: the first. */
    Plan withFirstOnline(int online) {
        return new Plan(members, online, true, churners, changes, senders, rate, warmUp, duration, victim, large, sample, settle);
    }

    /** Unless it is the first, those online are spread evenly over members, churners and those who come. */
    boolean isOnline(int number) {
        return firstOnline ? number < online : (long) number * online / users() != (long) (number + 1) * online / users();
    }

    /** The last members leave and come back. Senders are among the first. */
    boolean isChurner(int number) {
        return number >= members - churners;
    }

    /** More messages than there can be. */
    int mostMessages() {
        return (int) (rate * (warmUp.toSeconds() + duration.toSeconds()) * 2 + 10_000);
    }
}

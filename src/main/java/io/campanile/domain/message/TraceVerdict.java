package io.campanile.domain.message;

import io.campanile.domain.message.Fate.Notification;
import io.campanile.domain.message.Trace.State;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Says in one sentence what became of a message, and why (PROTOCOL 6). A table: of a receiver the first row that fits. */
public final class TraceVerdict {

    private record Row(Predicate<Fate> when, Function<Fate, String> sentence) {
    }

    private static final List<Row> ROWS = List.of(
            new Row(fate -> fate.is(State.DELIVERED) && fate.by() == null, fate -> "Delivered to " + fate.userId()),
            new Row(fate -> fate.is(State.DELIVERED) && fate.isNotified(Notification.State.SENT) && fate.notification().at() < fate.endedAt(),
                    fate -> delivered(fate) + ", " + time(fate.endedAt() - fate.notification().at()) + " after a push notification"),
            new Row(fate -> fate.is(State.DELIVERED) && fate.pushes() > 1, fate -> delivered(fate) + ", having been pushed " + fate.pushes() + " times"),
            new Row(fate -> fate.is(State.DELIVERED), TraceVerdict::delivered),
            new Row(fate -> fate.is(State.EXPIRED), fate -> "Expired before " + fate.userId() + "'s first installation confirmed it" + because(fate)),
            new Row(fate -> fate.is(State.DEAD), fate -> "Dead before " + fate.userId() + "'s first installation confirmed it" + because(fate)),
            new Row(fate -> fate.is(State.WITHDRAWN), fate -> "Withdrawn before " + fate.userId() + "'s first installation confirmed it" + because(fate)),
            new Row(fate -> fate.connected() && fate.ahead() > 0, fate -> String.format(Locale.ROOT,
                    "Waiting behind %,d earlier message%s that %s has not confirmed", fate.ahead(), fate.ahead() == 1 ? "" : "s", fate.userId())),
            new Row(fate -> fate.connected() && fate.pushes() > 0, fate -> "Waiting: " + fate.userId() + "'s " + fate.pushedTo()
                    + " was pushed it " + (fate.pushes() == 1 ? "once" : fate.pushes() + " times") + " and has not confirmed it"),
            new Row(Fate::connected, fate -> "Waiting: " + fate.userId() + " is connected and has not confirmed it"),
            new Row(fate -> fate.notification() == null,
                    fate -> "Waiting: " + fate.userId() + " has no installation connected; no push notification was due yet"),
            new Row(fate -> true, fate -> "Waiting: " + fate.userId() + " has no installation connected; " + notification(fate.notification())));

    private static final Map<Notification.State, Function<Notification, String>> NOTIFICATIONS = new EnumMap<>(Map.of(
            Notification.State.WAITING, it -> "a push notification is on its way since " + instant(it.at()) + detail(it),
            Notification.State.SENT, it -> "a push notification went out at " + instant(it.at()),
            Notification.State.CANCELLED, it -> "its push notification was cancelled at " + instant(it.at()),
            Notification.State.GONE, it -> "the installation that a push notification was for is gone since " + instant(it.at()),
            Notification.State.DEAD, it -> "its push notification was given up at " + instant(it.at()) + detail(it),
            Notification.State.NOBODY, it -> "and none that push notifications can go to"));

    private TraceVerdict() {
    }

    /** @param fates one for each receiver; of a message that only its sender has, none */
    public static String of(List<Fate> fates) {
        if (fates.isEmpty()) {
            return "For nobody but its sender";
        }
        return fates.size() == 1 ? of(fates.get(0)) : ofMany(fates);
    }

    /** Of several receivers, the state that comes first. */
    public static State state(List<Fate> fates) {
        return fates.stream().map(Fate::state).min(State::compareTo).orElse(State.DELIVERED);
    }

    private static String of(Fate fate) {
        return ROWS.stream().filter(row -> row.when().test(fate)).findFirst().orElseThrow().sentence().apply(fate);
    }

    private static String ofMany(List<Fate> fates) {
        Map<State, List<String>> byState = fates.stream().collect(Collectors.groupingBy(Fate::state, () -> new EnumMap<>(State.class),
                Collectors.mapping(Fate::userId, Collectors.toList())));
        List<String> delivered = byState.getOrDefault(State.DELIVERED, List.of());
        String rest = byState.entrySet().stream().filter(group -> group.getKey() != State.DELIVERED)
                .map(group -> "; " + group.getKey().wireName() + " for " + some(group.getValue())).collect(Collectors.joining());
        return "Delivered to " + delivered.size() + " of " + fates.size() + " receivers" + rest;
    }

    private static String some(List<String> userIds) {
        return userIds.size() <= 3 ? String.join(", ", userIds) : userIds.size() + " of them";
    }

    private static String delivered(Fate fate) {
        return "Delivered to " + fate.userId() + "'s " + fate.by() + " after " + time(fate.endedAt() - fate.acceptedAt());
    }

    private static String notification(Notification notification) {
        return NOTIFICATIONS.get(notification.state()).apply(notification);
    }

    private static String because(Fate fate) {
        return fate.reason() == null ? "" : ": " + fate.reason();
    }

    private static String detail(Notification notification) {
        return notification.detail() == null ? "" : ": " + notification.detail();
    }

    private static String instant(long at) {
        return Instant.ofEpochMilli(at).toString();
    }

    private static String time(long ms) {
        Duration time = Duration.ofMillis(Math.max(0, ms));
        if (time.toSeconds() < 1) {
            return time.toMillis() + " ms";
        }
        if (time.toMinutes() < 1) {
            return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
        }
        return time.toHours() < 1 ? time.toMinutes() + " min " + time.toSecondsPart() + " s" : time.toHours() + " h " + time.toMinutesPart() + " min";
    }
}

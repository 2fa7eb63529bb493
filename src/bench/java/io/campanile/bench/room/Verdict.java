package io.campanile.bench.room;

import java.util.List;
import java.util.Locale;

/**
 * What became of a room.
 *
 * @param said       messages that were accepted
 * @param changes    joins and leaves that were answered
 * @param moments    the first when it was warm
 * @param heard      messages that the online heard, each counted for each of them, without repeats
 * @param pushes     the same with repeats
 * @param settled    how long after the last message the last of the online had all, ms
 * @param complaints what should not be, one line each
 */
public record Verdict(Plan plan, long said, long changes, long askedAgain, List<Moment> moments, long reconnects, long heard,
        long pushes, int judgedOffline, long settled, List<String> complaints) {

    private static final int SHOWN = 20;

    public boolean isExact() {
        return complaints.isEmpty();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, """
                members at the beginning             %,10d
                online, on two nodes                 %,10d
                killed with -9 and started again     %10s
                messages accepted                    %,10d
                joins and leaves                     %,10d   asked again %,d
                connections that came back           %,10d
                heard by the online                  %,10d   pushed %,d
                until the last had the last, ms      %,10d
                inboxes and histories read of others %,10d
                """, plan.members(), plan.online(), plan.victim().name().toLowerCase(Locale.ROOT), said, changes, askedAgain,
                reconnects, heard, pushes, settled, judgedOffline));
        for (int i = 1; i < moments.size(); i++) {
            text.append(moments.get(i).since(moments.get(i - 1)));
        }
        complaints.stream().limit(SHOWN).forEach(complaint -> text.append("WRONG ").append(complaint).append('\n'));
        return text.append(isExact() ? "verdict: PASSED: each member got what was said between joining and leaving, once, in order"
                : "verdict: FAILED: " + complaints.size() + " wrong").toString();
    }
}

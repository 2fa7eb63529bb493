package io.campanile.bench.room;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What a member should have heard, by the answers that all got: a message that was sent after a join was answered, and accepted before
 * leaving was asked for, must be heard; one that was accepted before joining was asked for, or sent after leaving was answered, must not.
 * What was under way meanwhile may be heard or not, but a stay is one run of the room's numbers, without a hole.
 */
final class Judgement {

    /** By their number in the room, from 1. */
    private final List<Said> log;
    private final Consumer<String> complaints;

    /** The numbers that a stay may have, and those that it must have; none when the first is greater than the last. */
    private record Range(int first, int last) {
        boolean has(long seq) {
            return first <= seq && seq <= last;
        }
    }

    private Judgement(List<Said> log, Consumer<String> complaints) {
        this.log = log;
        this.complaints = complaints;
    }

    /** @param history all of the room, oldest first */
    static Judgement of(List<History.Read> history, Map<Long, Said> accepted, Contents contents, Consumer<String> complaints) {
        List<Said> log = history.stream().map(read -> accepted.getOrDefault(read.content(), new Said(read.content(), 0, Long.MAX_VALUE))).toList();
        Judgement judgement = new Judgement(log, complaints);
        judgement.judgeLog(history, accepted, contents);
        return judgement;
    }

    private void judgeLog(List<History.Read> history, Map<Long, Said> accepted, Contents contents) {
        Set<Long> there = history.stream().map(History.Read::content).collect(Collectors.toSet());
        accepted.keySet().stream().filter(content -> !there.contains(content)).forEach(content -> complaints.accept(content + " was accepted and is not in the history"));
        if (there.size() < history.size()) {
            complaints.accept("the history has something twice");
        }
        long[] newest = new long[1_000];
        long latestAsked = Long.MIN_VALUE;
        for (int i = 0; i < history.size(); i++) {
            long content = history.get(i).content();
            if (history.get(i).seq() != i + 1) {
                complaints.accept("seq " + history.get(i).seq() + " is where " + (i + 1) + " should be");
            }
            if (!contents.agrees(i + 1, content)) {
                complaints.accept("seq " + (i + 1) + " is " + content + " in the history, and was pushed as another");
            }
            int sender = (int) (content / Speakers.NUMBERS);
            if (content <= newest[sender]) {
                complaints.accept(content + " comes after " + newest[sender] + " of the same sender");
            }
            newest[sender] = content;
            if (log.get(i).accepted() < latestAsked) {
                complaints.accept(content + " was accepted before one was sent that has a lower number");
            }
            latestAsked = Math.max(latestAsked, log.get(i).asked() == 0 ? Long.MIN_VALUE : log.get(i).asked());
        }
    }

    private Range may(Stay stay) {
        int first = 1;
        int last = log.size();
        for (int seq = 1; seq <= log.size(); seq++) {
            Said said = log.get(seq - 1);
            if (said.accepted() < stay.joinAsked) {
                first = seq + 1;
            }
            if (said.asked() > stay.left) {
                last = seq - 1;
                break;
            }
        }
        return new Range(first, last);
    }

    private Range must(Stay stay) {
        int first = Integer.MAX_VALUE;
        int last = 0;
        for (int seq = 1; seq <= log.size(); seq++) {
            if (stay.mustHear(log.get(seq - 1))) {
                first = Math.min(first, seq);
                last = seq;
            }
        }
        return new Range(first, last);
    }

    /** The last number that the member must have; 0 when there is none. */
    int lastFor(Member member) {
        return member.stays.stream().mapToInt(stay -> must(stay).last()).max().orElse(0);
    }

    /** @return how many messages they had */
    int judge(Member member, Heard heard) {
        if (heard.complaint() != null) {
            complain(member, heard.complaint());
        }
        long[] seqs = heard.seqs();
        List<Range> may = member.stays.stream().map(this::may).toList();
        for (int i = 1; i < seqs.length; i++) {
            long before = seqs[i - 1];
            long here = seqs[i];
            if (here <= before) {
                complain(member, "heard " + here + " after " + before);
            } else if (here > before + 1 && may.stream().anyMatch(range -> range.has(here)) && !between(may, before, here)) {
                complain(member, "heard nothing between " + before + " and " + here + ", all within one stay");
            }
        }
        long[] strange = Arrays.stream(seqs).filter(seq -> may.stream().noneMatch(range -> range.has(seq))).toArray();
        if (strange.length > 0) {
            complain(member, "heard " + strange.length + " that were said while they were no member, the first is " + strange[0]);
        }
        Set<Long> all = Arrays.stream(seqs).boxed().collect(Collectors.toSet());
        for (Stay stay : member.stays) {
            Range must = must(stay);
            for (long seq = must.first(); seq <= must.last(); seq++) {
                if (!all.contains(seq)) {
                    complain(member, "did not hear " + seq + ", which was said while they were a member");
                    break;
                }
            }
        }
        return seqs.length;
    }

    /** Whether the member may have left after the one, and joined again before the other. */
    private static boolean between(List<Range> may, long before, long here) {
        for (int earlier = 0; earlier < may.size(); earlier++) {
            for (int later = earlier + 1; may.get(earlier).has(before) && later < may.size(); later++) {
                if (may.get(later).has(here)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** @param history newest first, as the member may read it */
    void judgeHistory(Member member, Heard heard, List<History.Read> history) {
        long[] read = history.stream().mapToLong(History.Read::seq).sorted().toArray();
        long[] had = Arrays.stream(heard.seqs()).sorted().distinct().toArray();
        if (!Arrays.equals(read, had)) {
            complain(member, "reads a history of " + read.length + " messages, and had " + had.length);
        }
    }

    private void complain(Member member, String what) {
        complaints.accept(member.id + (member.online ? " (online, " : " (offline, ") + member.stays.size() + " stays) " + what);
    }
}

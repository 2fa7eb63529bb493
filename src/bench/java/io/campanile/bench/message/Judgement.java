package io.campanile.bench.message;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares what was accepted with what was pushed, what the inboxes keep, and what the histories tell. */
final class Judgement {

    private static final int READERS = 4;

    private final Ledger ledger;
    private final Findings findings;
    private final ReadBack readBack;
    private final Map<String, String> tokens;
    /** By msg_id: the conversation and the number in it, which both sides must agree on. */
    private final Map<String, String> places = new ConcurrentHashMap<>();

    /** @param tokens of all users */
    Judgement(Ledger ledger, Findings findings, ReadBack readBack, Map<String, String> tokens) {
        this.ledger = ledger;
        this.findings = findings;
        this.readBack = readBack;
        this.tokens = tokens;
    }

    void judge() throws Exception {
        ledger.accepted().forEach((letter, msgId) -> findings.require(ledger.isPushed(letter, msgId), Fault.NOT_PUSHED, letter + ", " + msgId));
        Map<String, List<Map.Entry<Letter, String>>> conversations = ledger.accepted().entrySet().stream()
                .collect(Collectors.groupingBy(one -> one.getKey().conversationId(), TreeMap::new, Collectors.toList()));
        ExecutorService readers = Executors.newFixedThreadPool(READERS);
        try {
            List<Callable<Void>> work = Stream.concat(
                    tokens.keySet().stream().<Callable<Void>>map(user -> () -> inbox(user)),
                    conversations.entrySet().stream().<Callable<Void>>map(one -> () -> history(one.getKey(), one.getValue()))).toList();
            for (Future<Void> done : readers.invokeAll(work)) {
                done.get();
            }
        } finally {
            readers.shutdownNow();
        }
    }

    private Void inbox(String user) throws InterruptedException {
        Diary diary = ledger.diary(user);
        Collection<Arrival> pushed = diary.present();
        order(user + "'s pushes", pushed);
        List<Arrival> kept = readBack.inbox(tokens.get(user));
        order(user + "'s inbox", kept);
        Map<Long, String> byNumber = new HashMap<>();
        for (Arrival arrival : kept) {
            findings.require(byNumber.put(arrival.inboxSeq(), arrival.msgId()) == null, Fault.TWICE, user + "'s inbox has number " + arrival + " twice");
        }
        for (Arrival arrival : pushed) {
            findings.require(arrival.msgId().equals(byNumber.get(arrival.inboxSeq())), Fault.NOT_IN_INBOX,
                    user + " was pushed " + arrival + ", and the inbox has " + byNumber.get(arrival.inboxSeq()));
        }
        if (diary.epochs() <= 1) {
            Set<String> ids = Set.copyOf(byNumber.values());
            ledger.accepted().forEach((letter, msgId) -> {
                if (letter.to().equals(user) || letter.from().equals(user)) {
                    findings.require(ids.contains(msgId), Fault.NOT_IN_INBOX, letter + ", " + msgId + " in " + user + "'s");
                }
            });
        }
        return null;
    }

    private Void history(String conversationId, List<Map.Entry<Letter, String>> accepted) throws InterruptedException {
        List<Arrival> history = readBack.history(conversationId, tokens.get(accepted.get(0).getKey().from()));
        Map<Letter, String> found = new HashMap<>();
        Map<String, Long> last = new HashMap<>();
        long seq = 0;
        for (Arrival arrival : history) {
            findings.require(arrival.seq() == ++seq, Fault.GAP, conversationId + " has " + arrival + " as its " + seq + "th");
            place(conversationId, arrival);
            findings.require(found.put(arrival.letter(), arrival.msgId()) == null, Fault.TWICE, conversationId + " has " + arrival + " twice");
            inOrderSent(conversationId, arrival, last);
        }
        accepted.forEach(one -> findings.require(one.getValue().equals(found.get(one.getKey())), Fault.NOT_IN_HISTORY,
                one.getKey() + ", " + one.getValue() + ": " + found.get(one.getKey())));
        return null;
    }

    /** In the order of an inbox's numbers: every message once, conversations in their order, and what one wrote as it was written. */
    private void order(String where, Collection<Arrival> arrivals) {
        Map<String, Long> seqs = new HashMap<>();
        Map<String, Long> last = new HashMap<>();
        Map<String, Arrival> ids = new HashMap<>();
        long number = 0;
        for (Arrival arrival : arrivals) {
            findings.require(arrival.inboxSeq() == number + 1, Fault.GAP, where + ": " + arrival + " after number " + number);
            number = arrival.inboxSeq();
            Arrival before = ids.put(arrival.msgId(), arrival);
            findings.require(before == null, Fault.TWICE, where + ": " + before + " and " + arrival);
            Long seq = seqs.put(arrival.conversationId(), arrival.seq());
            findings.require(arrival.seq() == (seq == null ? 0 : seq) + 1, Fault.REORDERED, where + ": " + arrival + " after seq " + seq);
            place(where, arrival);
            inOrderSent(where, arrival, last);
        }
    }

    private void place(String where, Arrival arrival) {
        String place = arrival.conversationId() + ' ' + arrival.seq();
        String known = places.putIfAbsent(arrival.msgId(), place);
        findings.require(known == null || known.equals(place), Fault.TWICE, where + ": " + arrival + " is elsewhere " + known);
    }

    /** Whoever waits for each answer before writing the next: none is left out either. */
    private void inOrderSent(String where, Arrival arrival, Map<String, Long> last) {
        Letter letter = arrival.letter();
        Long n = last.put(letter.from() + '>' + letter.to(), letter.n());
        findings.require(letter.n() == (n == null ? 0 : n) + 1, Fault.REORDERED, where + ": " + arrival + " after " + n);
    }
}

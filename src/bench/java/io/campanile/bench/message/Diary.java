package io.campanile.bench.message;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the installation of a user was pushed, and whether it came as PROTOCOL 6 says. Nothing expires here. Thread-safe. */
final class Diary {

    private final String owner;
    private final Findings findings;
    private final Map<String, TreeMap<Long, Arrival>> epochs = new LinkedHashMap<>();
    private final Map<String, Arrival> byMsgId = new HashMap<>();

    Diary(String owner, Findings findings) {
        this.owner = owner;
        this.findings = findings;
    }

    /** @param last the highest number that was pushed before on the same connection; 0: none */
    synchronized void pushed(Arrival arrival, long last) {
        TreeMap<Long, Arrival> numbers = epochs.computeIfAbsent(arrival.epoch(), epoch -> new TreeMap<>());
        long highest = numbers.isEmpty() ? 0 : numbers.lastKey();
        long number = arrival.inboxSeq();
        Arrival known = numbers.putIfAbsent(number, arrival);
        if (known != null) {
            findings.pushedAgain.increment();
            findings.require(known.msgId().equals(arrival.msgId()), Fault.OTHER_MSG_ID, owner + " was pushed " + known + " and again " + arrival);
        } else {
            findings.pushes.increment();
            findings.require(number > highest, Fault.REORDERED, owner + " was pushed " + arrival + " after number " + highest);
            findings.require(number <= highest + 1, Fault.GAP, owner + " was pushed " + arrival + " after number " + highest);
        }
        findings.require(last == 0 || number <= last + 1, Fault.GAP, owner + " was pushed " + arrival + " on a connection at number " + last);
        findings.require(arrival.prev() == number - 1, Fault.WRONG_PREV, owner + " was pushed " + arrival + " with prev " + arrival.prev());
        findings.require(arrival.unaltered(), Fault.ALTERED, owner + " was pushed " + arrival);
        Arrival before = byMsgId.putIfAbsent(arrival.msgId(), arrival);
        findings.require(before == null || !before.epoch().equals(arrival.epoch()) || before.inboxSeq() == number, Fault.TWICE,
                owner + " was pushed " + before + " and " + arrival);
    }

    synchronized boolean has(String msgId) {
        return byMsgId.containsKey(msgId);
    }

    /** Of the present epoch, in the order of its numbers. */
    synchronized Collection<Arrival> present() {
        List<Arrival> present = new ArrayList<>();
        epochs.values().forEach(numbers -> {
            present.clear();
            present.addAll(numbers.values());
        });
        return present;
    }

    synchronized int epochs() {
        return epochs.size();
    }
}

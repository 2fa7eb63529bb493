package io.campanile.bench.message;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What was accepted, and what everybody was pushed. Thread-safe. */
final class Ledger {

    private final Findings findings;
    private final Map<Letter, String> accepted = new ConcurrentHashMap<>();
    private final Map<String, Diary> diaries = new ConcurrentHashMap<>();

    Ledger(Findings findings) {
        this.findings = findings;
    }

    /** A send was answered with code 0; a repeat too. */
    void accepted(Letter letter, String msgId) {
        String before = accepted.putIfAbsent(letter, msgId);
        if (before == null) {
            findings.accepted.increment();
        } else {
            findings.require(before.equals(msgId), Fault.OTHER_MSG_ID, letter + " was answered " + before + " and again " + msgId);
        }
    }

    /** @return with their msg_id */
    Map<Letter, String> accepted() {
        return accepted;
    }

    Diary diary(String user) {
        return diaries.computeIfAbsent(user, id -> new Diary(id, findings));
    }

    /** @return how many were not pushed yet, to their recipient or to their sender */
    long missing() {
        return accepted.entrySet().stream().filter(one -> !isPushed(one.getKey(), one.getValue())).count();
    }

    /** Whether anybody was pushed it. */
    boolean isPushed(String msgId) {
        return diaries.values().stream().anyMatch(diary -> diary.has(msgId));
    }

    boolean isPushed(Letter letter, String msgId) {
        return diary(letter.to()).has(msgId) && diary(letter.from()).has(msgId);
    }
}

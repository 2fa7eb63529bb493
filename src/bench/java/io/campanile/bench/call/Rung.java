package io.campanile.bench.call;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** One call from its first ring to its end. To be used by one thread. */
final class Rung {

    /** How much later than due a timer may fire, on a machine that has much to do. */
    private static final long LATE_MS = 15_000;
    private static final long LOOK_MS = 200;

    private final Town town;
    private final House house;
    private final MqttParty door;
    private final int number;
    private final Findings findings;
    private String callId = "none";
    private Party winner;

    Rung(Town town, House house, MqttParty door, int number, Findings findings) {
        this.town = town;
        this.house = house;
        this.door = door;
        this.number = number;
        this.findings = findings;
    }

    /** By the door itself over MQTT, or by an operator over REST on either node; until all three phones have said that they ring. */
    Rung ring() throws Exception {
        long asked = System.nanoTime();
        String requestId = "ring-" + number;
        if (number % 3 == 0) {
            JsonNode answer = town.post(number, "/api/v1/calls", Map.of("device_id", door.id(), "household_number", house.number(), "request_id", requestId));
            callId = answer.path("call_id").asText();
            findings.require(answer.has("call_id"), door.id(), "was not begun: " + answer);
        } else {
            door.request(requestId);
            Told begun = door.mailbox().await(requestId, told -> told.is("initiated") || told.is("error"), Party.PATIENCE);
            findings.require(begun != null && begun.is("initiated"), door.id(), "was not begun: " + begun);
            callId = begun == null ? callId : begun.body().path("call_id").asText();
        }
        for (Party resident : house.residents()) {
            Told incoming = resident.mailbox().await(callId, told -> told.is("incoming"), Party.PATIENCE);
            if (findings.require(incoming != null, callId, "never rang at " + resident.id() + " over " + resident.transport())) {
                findings.rang(incoming.at() - asked);
                resident.act(callId, "ringing");
            }
        }
        Told ringing = door.mailbox().await(callId, told -> told.is("ringing"), Party.PATIENCE);
        findings.require(ringing != null, callId, "its door was not told that it rings");
        return this;
    }

    /** After a kill: answered and hung up; or timed out, when its node was away for so long. */
    void outlives(ExecutorService workers) throws Exception {
        List<Party> winners = allAnswer(workers);
        if (winners.isEmpty() && town.call(callId).path("end_reason").asText().equals("ring_timeout")) {
            findings.tooLate();
            timesOut();
        } else {
            isAnswered(winners).hangUp();
        }
    }

    /** All three at once: one of them wins, whatever happens meanwhile. */
    Rung answer(ExecutorService workers) throws Exception {
        return isAnswered(allAnswer(workers));
    }

    private List<Party> allAnswer(ExecutorService workers) throws Exception {
        CyclicBarrier together = new CyclicBarrier(house.residents().size());
        List<Future<Integer>> answers = workers.invokeAll(house.residents().stream().<Callable<Integer>>map(resident -> () -> {
            together.await();
            return insist(resident, "answered");
        }).toList());
        List<Party> winners = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            int code = answers.get(i).get();
            Party resident = house.residents().get(i);
            findings.require(code == Party.DONE || code == Party.CONFLICT, callId, resident.transport() + " was answered " + code);
            if (code == Party.DONE) {
                winners.add(resident);
            }
        }
        return winners;
    }

    private Rung isAnswered(List<Party> winners) throws Exception {
        findings.require(winners.size() == 1, callId, winners.size() + " answered it: " + winners.stream().map(Party::transport).toList());
        String shown = town.call(callId).path("answered_by").asText();
        winner = shown.isEmpty() ? house.residents().get(0) : house.resident(shown);
        findings.require(winners.contains(winner), callId, "is shown as answered by " + shown);
        findings.won(winner.transport());
        return this;
    }

    /** Door and winner were told of the answer, the others that it was elsewhere. */
    Rung answerIsTold() throws InterruptedException {
        Told answered = door.mailbox().await(callId, told -> told.is("answered"), Party.PATIENCE);
        findings.require(answered != null && answered.body().path("resident_id").asText().equals(winner.id()), callId, "its door was told " + answered);
        for (Party loser : house.residents()) {
            if (loser != winner) {
                Told elsewhere = loser.mailbox().await(callId, told -> told.is("cancelled"), Party.PATIENCE);
                findings.require(elsewhere != null && elsewhere.reason().equals("answered_elsewhere"), callId,
                        loser.transport() + " was not told that it was answered elsewhere: " + loser.mailbox().all(callId));
            }
        }
        return this;
    }

    Rung hangUp() throws Exception {
        int code = insist(number % 2 == 0 ? door : winner, "hangup");
        findings.require(code == Party.DONE || code == Party.CONFLICT, callId, "could not be hung up: " + code);
        isOver("hangup", Stream.of(door, winner));
        return this;
    }

    /** Nobody answers: everybody is told so, when its time is over or as soon after as its node is back. */
    void timesOut() throws Exception {
        JsonNode record = ended();
        long due = record.path("created_at").asLong() + findings.victim().ringTimeout().toMillis();
        long late = record.path("ended_at").asLong() - Math.max(due, findings.backAt());
        findings.require(record.path("ended_at").asLong() >= due, callId, "timed out before its time: " + record);
        findings.require(late <= LATE_MS, callId, "timed out " + late + " ms late: " + record);
        isOver("timeout", house.parties().filter(party -> party == door || house.residents().contains(party)));
    }

    private void isOver(String closing, Stream<? extends Party> told) throws Exception {
        JsonNode record = ended();
        String reason = closing.equals("timeout") ? "ring_timeout" : closing;
        findings.require(record.path("state").asText().equals("ended") && record.path("end_reason").asText().equals(reason), callId, "is shown as " + record);
        for (Party party : told.filter(party -> findings.isHeardBy(party, record.path("ended_at").asLong())).toList()) {
            Told last = party.mailbox().await(callId, heard -> heard.is(closing), Party.PATIENCE);
            findings.require(last != null, callId, party.id() + " over " + party.transport() + " was not told its " + closing + ": " + party.mailbox().all(callId));
        }
        long ends = 0;
        for (JsonNode event : record.path("events")) {
            ends += event.path("state").asText().equals("ended") ? 1 : 0;
        }
        findings.require(ends == 1, callId, "ended " + ends + " times");
    }

    /** @return its record, once it says that it is over, or for too long not */
    private JsonNode ended() throws Exception {
        long deadline = System.nanoTime() + findings.victim().patience().toNanos();
        JsonNode record = town.call(callId);
        while (!record.path("state").asText().equals("ended") && System.nanoTime() < deadline) {
            Thread.sleep(LOOK_MS);
            record = town.call(callId);
        }
        return record;
    }

    /** Says it again when its node is killed meanwhile. */
    private int insist(Party party, String action) throws InterruptedException {
        long deadline = System.nanoTime() + findings.victim().patience().toNanos();
        int code = Party.UNANSWERED;
        while (code == Party.UNANSWERED && System.nanoTime() < deadline) {
            code = party.act(callId, action);
            if (code == Party.UNANSWERED || code == 503) {
                code = Party.UNANSWERED;
                findings.repeated();
                Thread.sleep(200);
            }
        }
        return code;
    }

    /** Each was told once that it is over; a repeat carries the same timestamp. */
    void closedOnce() {
        house.parties().filter(party -> party == door || house.residents().contains(party)).forEach(party -> {
            long closings = party.mailbox().all(callId).stream().filter(Told::closes)
                    .map(told -> told.action() + told.body().path("timestamp")).distinct().count();
            findings.require(closings <= 1, callId, party.id() + " was told " + closings + " ends: " + party.mailbox().all(callId));
        });
    }
}

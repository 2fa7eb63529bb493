package io.campanile.bench.load;

import java.util.List;

/**
 * Through a broker that only relays: the door tells its residents itself, and they tell it. As many messages as through the
 * gateway reach the same parties, but nobody decides who was first, notices who is away, or keeps a record.
 */
final class RelayedLine extends CallLine {

    private final String doorTopic;
    private final List<String> residents;
    private final MqttSpeaker door;
    private final MqttSpeaker[] phones = new MqttSpeaker[RESIDENTS];
    private String callId = "";

    RelayedLine(CallLoad load, Lane lane, int number, CallTarget.Line line) {
        super(load, lane, number);
        doorTopic = "devices/" + line.sn() + "/calls/control";
        residents = line.residents();
        door = new MqttSpeaker(doorTopic, this::doorHeard, load::opened, why -> fail("the door", why));
        for (int i = 0; i < RESIDENTS; i++) {
            int resident = i;
            phones[i] = new MqttSpeaker(topic(i), told -> phoneHeard(resident, told), load::opened, why -> fail("resident " + resident, why));
        }
    }

    MqttSpeaker door() {
        return door;
    }

    MqttSpeaker phone(int resident) {
        return phones[resident];
    }

    private String topic(int resident) {
        return "users/" + residents.get(resident) + "/calls/control";
    }

    @Override
    void request(long turn) {
        callId = "c-" + turn;
        for (int i = 0; i < RESIDENTS; i++) {
            door.say(topic(i), "{\"call_id\":\"" + callId + "\",\"device_id\":\"door\",\"target_resident_id\":\"" + residents.get(i)
                    + "\",\"timestamp\":" + System.currentTimeMillis() + ",\"expires_at\":0,\"room_id\":\"" + callId + "\"}");
        }
    }

    private void phoneHeard(int resident, CallText told) {
        if (told.rings()) {
            say(phones[resident], doorTopic, "ringing");
            rang();
        } else if (told.is("cancelled")) {
            elsewhere();
        } else if (told.is("hangup")) {
            ended();
        }
    }

    @Override
    void answer(int resident) {
        say(phones[resident], doorTopic, "answered");
    }

    private void doorHeard(CallText told) {
        if (told.is("ringing")) {
            ringingNoted();
        } else if (told.is("answered")) {
            for (int i = 0; i < RESIDENTS; i++) {
                if (i != winner()) {
                    say(door, topic(i), "cancelled");
                }
            }
            answered();
        }
    }

    /** The door knows that it has hung up. */
    @Override
    void hangUp() {
        say(door, topic(winner()), "hangup");
        ended();
    }

    private void say(MqttSpeaker who, String topic, String action) {
        who.say(topic, "{\"message_type\":\"call_control\",\"action\":\"" + action + "\",\"call_id\":\"" + callId + "\",\"timestamp\":"
                + System.currentTimeMillis() + ",\"device_id\":\"door\",\"room_id\":\"" + callId + "\"}");
    }
}

package io.campanile.flow;

/** The headers by which our own flows speak to each other; every edge strips what comes from outside. */
public final class Headers {

    /** On a record of {@code device.changes}: what kind of change it tells. */
    public static final String CHANGE = "deviceChange";

    /** On a message that was replayed: the id of the dead letter that it was. */
    public static final String REPLAY_OF = "replayOf";

    /** On a record of {@code device.commands}: what happens to the commands of the device. */
    public static final String COMMAND = "deviceCommand";

    /** The device that a request is about, or comes from; the edge has made sure of it. */
    public static final String SN = "sn";

    /** Whether that device is connected. */
    public static final String ONLINE = "online";

    /** The type of that device. */
    public static final String DEVICE_TYPE = "deviceType";

    /** The user who gives a command, or tells something. */
    public static final String GIVEN_BY = "givenBy";

    /** The {@link io.campanile.domain.session.Principal} that a request comes from. */
    public static final String PRINCIPAL = "principal";

    /** On a record of a node's own topic: what it tells. */
    public static final String NEWS = "news";

    /** Who starts a call; the edge has made sure of it. */
    public static final String PARTY = "callParty";

    /** Who acts in a call, and as what; the edge has made sure of it. */
    public static final String CALL_ACTOR = "callActor";

    /** The call that a request is about, where its body does not say so. */
    public static final String CALL_ID = "callId";

    /** Whether a push goes into inboxes. */
    public static final String RELIABLE = "reliablePush";

    /** On a record of {@code messages}: that it is no message, but that somebody joins or leaves the room. */
    public static final String ROOM_CHANGE = "roomChange";

    private Headers() {
    }
}

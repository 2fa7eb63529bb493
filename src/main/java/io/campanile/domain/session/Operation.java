package io.campanile.domain.session;

import static io.campanile.domain.session.Reach.ALL;
import static io.campanile.domain.session.Reach.HOUSEHOLD;
import static io.campanile.domain.session.Reach.NONE;
import static io.campanile.domain.session.Reach.OWN;

/** Who may do what: the table of PROTOCOL 3 as data, a row each; the columns are user, operator, service, admin, device. */
public enum Operation {
    SEND_MESSAGES("send messages", OWN, OWN, ALL, ALL, NONE),
    READ_MESSAGES("read messages", OWN, OWN, ALL, ALL, NONE),
    TRACE_MESSAGES("trace messages", OWN, OWN, OWN, ALL, NONE),
    USE_ROOMS("create, join and leave rooms", OWN, OWN, OWN, ALL, NONE),
    READ_ROOMS("read a room", OWN, OWN, ALL, ALL, NONE),
    WATCH_DEVICES("watch devices", HOUSEHOLD, ALL, ALL, ALL, NONE),
    COMMAND_DEVICES("command devices", HOUSEHOLD, ALL, ALL, ALL, NONE),
    START_CALLS("start calls", HOUSEHOLD, ALL, ALL, ALL, OWN),
    ACT_IN_CALLS("act in calls", OWN, ALL, ALL, ALL, OWN),
    ACT_AS_CALLEE("act as the callee of calls", OWN, OWN, ALL, ALL, NONE),
    READ_CALLS("read calls", OWN, ALL, ALL, ALL, OWN),
    PUSH("push", NONE, NONE, ALL, ALL, NONE),
    TELL_DEVICE_STATUS("tell the status of devices", NONE, NONE, ALL, ALL, NONE),
    TELL_SYSTEM_MESSAGES("tell system messages", NONE, ALL, ALL, ALL, NONE),
    READ_DEVICES("read devices", HOUSEHOLD, ALL, ALL, ALL, NONE),
    ACKNOWLEDGE_ALERTS("acknowledge alerts", HOUSEHOLD, ALL, NONE, ALL, NONE),
    MANAGE_DEVICES("register devices and rotate their secrets", NONE, NONE, NONE, ALL, NONE),
    READ_PRESENCE("read the presence of users", ALL, ALL, ALL, ALL, NONE),
    READ_USERS("read users", OWN, OWN, ALL, ALL, NONE),
    SET_PASSWORDS("set passwords", OWN, OWN, OWN, ALL, NONE),
    MANAGE_USERS("manage users", NONE, NONE, NONE, ALL, NONE),
    READ_HOUSEHOLDS("read households", NONE, NONE, ALL, ALL, NONE),
    MANAGE_HOUSEHOLDS("manage households", NONE, NONE, NONE, ALL, NONE),
    MANAGE_SIGNING_KEYS("manage the keys that sign tokens", NONE, NONE, NONE, ALL, NONE),
    READ_CONNECTIONS("read connections", NONE, NONE, ALL, ALL, NONE),
    READ_FLOWS("read flows", NONE, NONE, ALL, ALL, NONE),
    MANAGE_FLOWS("manage flows", NONE, NONE, NONE, ALL, NONE),
    READ_DEAD_LETTERS("read dead letters", NONE, NONE, ALL, ALL, NONE),
    MANAGE_DEAD_LETTERS("manage dead letters", NONE, NONE, NONE, ALL, NONE);

    private final String wording;
    private final Reach user;
    private final Reach operator;
    private final Reach service;
    private final Reach admin;
    private final Reach device;

    Operation(String wording, Reach user, Reach operator, Reach service, Reach admin, Reach device) {
        this.wording = wording;
        this.user = user;
        this.operator = operator;
        this.service = service;
        this.admin = admin;
        this.device = device;
    }

    /** What it is called in an answer, such as {@code read devices}. */
    public String wording() {
        return wording;
    }

    Reach of(Role role) {
        return switch (role) {
            case USER -> user;
            case OPERATOR -> operator;
            case SERVICE -> service;
            case ADMIN -> admin;
        };
    }

    Reach ofDevice() {
        return device;
    }
}

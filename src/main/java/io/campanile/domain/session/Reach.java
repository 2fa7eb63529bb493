package io.campanile.domain.session;

/** How far a right goes: a cell of the table in PROTOCOL 3. Ordered from nothing to everything. */
public enum Reach {
    /** Not allowed. */
    NONE,
    /** What is one's own: one's inbox, conversations, profile, calls. */
    OWN,
    /** The devices of the households one lives in. */
    HOUSEHOLD,
    /** Everybody's. */
    ALL
}

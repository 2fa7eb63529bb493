package io.campanile.domain.device;

/** The words by which an alert that nobody acknowledges is called in the records of what is due. */
public final class AlertEscalation {

    /** The kind; the subject is the {@code alert_id}. */
    public static final String KIND = "alert-escalation";
    /** The step that every raised alert begins with, at once. */
    public static final String BEGIN = "begin";

    private AlertEscalation() {
    }
}

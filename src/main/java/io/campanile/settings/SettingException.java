package io.campanile.settings;

/** The start cannot go on; the message is one line that says what to do. */
public class SettingException extends RuntimeException {

    public SettingException(String message) {
        super(message);
    }

    public SettingException(String message, Throwable cause) {
        super(message, cause);
    }
}

package io.campanile;

import io.campanile.settings.SettingException;
import io.campanile.settings.Settings;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** Starts the gateway; ends with status 1 and one line that says what to do when it cannot. */
public final class Campanile {

    private Campanile() {
    }

    public static void main(String[] arguments) throws Exception {
        try {
            new Gateway(Settings.load(Path.of("application.properties"))).run();
        } catch (SettingException e) {
            LoggerFactory.getLogger(Campanile.class).error("Campanile does not start: {}", e.getMessage());
            System.exit(1);
        }
    }
}

package io.campanile.ops.reload;

import io.campanile.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How edited flow files are taken in.
 *
 * @param folder      where they are edited
 * @param history     where the good versions are kept
 * @param kept        how many of each flow
 * @param interval    how often the folder is looked at; a file is taken when it is the same at two looks
 * @param patience    for how long what is under way may take to finish before a route is swapped
 * @param deleteGrace how long a flow runs on whose file is gone
 */
public record ReloadSettings(Path folder, Path history, int kept, Duration interval, Duration patience, Duration deleteGrace) {

    /** @throws io.campanile.settings.SettingException when one of them is not well formed */
    public static ReloadSettings from(Settings settings) {
        return new ReloadSettings(Path.of(settings.get("flows.directory")), settings.directory("data.dir").resolve("flows"),
                settings.number("flows.kept-versions"), settings.duration("flows.reload"), settings.duration("flows.swap-patience"),
                settings.duration("flows.delete-grace"));
    }
}

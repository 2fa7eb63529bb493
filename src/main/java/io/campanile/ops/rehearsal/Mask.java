package io.campanile.ops.rehearsal;

import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Takes away what says when and as what something was made, not what it is: the ids and times that a record did not bring
 * itself. Two versions of a flow may raise the same alert by different reports, and its id and time tell of that report.
 */
final class Mask {

    private static final Pattern MADE = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|(?<![\\d.])\\d{13}(?![\\d.])");

    private final String brought;

    Mask(Recorded record) {
        StringBuilder text = new StringBuilder().append(record.timestamp()).append(' ').append(record.key()).append(' ');
        record.headers().values().forEach(value -> text.append(new String(value, StandardCharsets.UTF_8)).append(' '));
        brought = text.append(record.value() == null ? "" : new String(record.value(), StandardCharsets.UTF_8)).toString();
    }

    String apply(String text) {
        return MADE.matcher(text).replaceAll(made -> brought.contains(made.group()) ? made.group() : word(made));
    }

    private static String word(MatchResult made) {
        return made.group().indexOf('-') > 0 ? "(id)" : "(time)";
    }
}

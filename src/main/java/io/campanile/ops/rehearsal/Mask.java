package io.campanile.ops.rehearsal;

import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Takes away what says when, as what and as which one something was made, not what it is: ids and times that a record did
 * not bring itself, and what counts changes. Two versions of a flow may raise the same alert by different reports; its id,
 * its time and its count tell of those reports.
 */
final class Mask {

    private static final Pattern MADE = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|(?<![\\d.])\\d{13}(?![\\d.])");
    private static final Pattern COUNT = Pattern.compile("\\b(version|source)(\"?[:=])\\d+");

    private final String brought;

    Mask(Recorded record) {
        StringBuilder text = new StringBuilder().append(record.timestamp()).append(' ').append(record.key()).append(' ');
        record.headers().values().forEach(value -> text.append(new String(value, StandardCharsets.UTF_8)).append(' '));
        brought = text.append(record.value() == null ? "" : new String(record.value(), StandardCharsets.UTF_8)).toString();
    }

    String apply(String text) {
        String counted = COUNT.matcher(text).replaceAll("$1$2(count)");
        return MADE.matcher(counted).replaceAll(made -> brought.contains(made.group()) ? made.group() : word(made));
    }

    private static String word(MatchResult made) {
        return made.group().indexOf('-') > 0 ? "(id)" : "(time)";
    }
}

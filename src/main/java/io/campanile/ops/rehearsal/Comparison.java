package io.campanile.ops.rehearsal;

import io.campanile.ops.rehearsal.Outcome.Effect;
import io.campanile.ops.rehearsal.Outcome.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Two outcomes of one record. Where it goes counts, with what, and what fails; not by which steps, and not when. */
final class Comparison {

    /** Characters of one effect that are shown. */
    private static final int SHOWN = 240;
    private static final int EFFECTS_SHOWN = 5;
    /** Characters before the first difference that are shown of two effects that begin alike. */
    private static final int CONTEXT = 60;
    private static final String NOTHING = "nothing";
    private static final String NOTHING_MORE = "nothing more";

    private Comparison() {
    }

    /** Empty when the outcomes are the same. */
    static Optional<Difference> of(Recorded record, Outcome now, Outcome then) {
        Mask mask = new Mask(record);
        List<String> before = now.texts().stream().map(mask::apply).toList();
        List<String> after = then.texts().stream().map(mask::apply).toList();
        if (before.equals(after)) {
            return Optional.empty();
        }
        List<String> gone = without(before, after);
        List<String> come = without(after, before);
        if (gone.isEmpty() && come.isEmpty()) {
            // The same in another order
            gone = before;
            come = after;
        }
        int alike = gone.size() == 1 && come.size() == 1 ? commonPrefix(gone.get(0), come.get(0)) : 0;
        return Optional.of(new Difference(RecordName.of(record), text(gone, before, alike), text(come, after, alike), line(now, then, after, before)));
    }

    private static List<String> without(List<String> some, List<String> others) {
        List<String> rest = new ArrayList<>(some);
        others.forEach(rest::remove);
        return rest;
    }

    private static int commonPrefix(String one, String other) {
        int length = 0;
        while (length < Math.min(one.length(), other.length()) && one.charAt(length) == other.charAt(length)) {
            length++;
        }
        return length;
    }

    private static String text(List<String> effects, List<String> all, int alike) {
        if (effects.isEmpty()) {
            return all.isEmpty() ? NOTHING : NOTHING_MORE;
        }
        String text = effects.stream().limit(EFFECTS_SHOWN).map(effect -> shorten(effect, alike)).collect(Collectors.joining("; "));
        return effects.size() > EFFECTS_SHOWN ? text + "; and " + (effects.size() - EFFECTS_SHOWN) + " more" : text;
    }

    /** The beginning says where it goes; if two differ only far behind it, the place where they do is shown too. */
    private static String shorten(String effect, int alike) {
        if (effect.length() <= SHOWN) {
            return effect;
        }
        if (alike < SHOWN - CONTEXT) {
            return effect.substring(0, SHOWN) + "…";
        }
        int from = alike - CONTEXT;
        int to = Math.min(effect.length(), from + SHOWN - CONTEXT);
        return effect.substring(0, CONTEXT) + " … " + effect.substring(from, to) + (to < effect.length() ? "…" : "");
    }

    /** Where the first effect comes from that is new; else the step at which the record leaves its present path. */
    private static Integer line(Outcome now, Outcome then, List<String> after, List<String> before) {
        List<String> present = new ArrayList<>(before);
        for (int i = 0; i < after.size(); i++) {
            Effect effect = then.effects().get(i);
            if (!present.remove(after.get(i)) && effect.line() > 0) {
                return effect.line();
            }
        }
        for (int i = 0; i < then.path().size(); i++) {
            Step step = then.path().get(i);
            if (i >= now.path().size() || !step.id().equals(now.path().get(i).id())) {
                return step.line() > 0 ? step.line() : null;
            }
        }
        return then.path().isEmpty() ? null : then.path().get(then.path().size() - 1).line();
    }
}

package io.campanile.ops.guard;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Looks a flow file over, whole, before it is let in (PROTOCOL 11): what passes can run. It reads the running node and
 * never changes it: nothing is started or created there. Thread-safe.
 */
public final class FlowCheck {

    private final List<Rule> rules;

    public FlowCheck() {
        this.rules = List.of();
    }

    /**
     * @param candidate the file as it would be from now on
     * @param others    the flow files that run beside it; one of the candidate's name is passed over
     * @return what is wrong, in the order of the lines; empty when it may be let in
     */
    public List<Problem> check(FlowFile candidate, Collection<FlowFile> others) {
        Problems problems = new Problems();
        Flow.read(candidate, beside(candidate, others), problems)
                .ifPresent(flow -> rules.forEach(rule -> rule.check(flow, problems)));
        return problems.list();
    }

    /** One of them that is no YAML any more does not count: its own check says so. */
    private static List<Flow> beside(FlowFile candidate, Collection<FlowFile> others) {
        return others.stream().filter(other -> !Objects.equals(other.name(), candidate.name()))
                .map(other -> Flow.read(other, List.of(), new Problems()))
                .flatMap(Optional::stream).toList();
    }
}

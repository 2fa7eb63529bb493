package io.campanile.ops.reload;

import io.campanile.ops.guard.FlowFile;
import io.campanile.ops.guard.Problem;
import java.util.Collection;
import java.util.List;

/** Decides which files are let in: {@link io.campanile.ops.guard.FlowCheck#check}. */
@FunctionalInterface
public interface Inspection {

    /**
     * @param candidate the file as it would be from now on
     * @param others    the flow files that run beside it; one of the candidate's name is passed over
     * @return what is wrong, in the order of the lines; empty when it may be let in
     */
    List<Problem> check(FlowFile candidate, Collection<FlowFile> others);
}

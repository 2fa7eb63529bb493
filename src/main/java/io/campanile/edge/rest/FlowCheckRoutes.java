package io.campanile.edge.rest;

import static io.campanile.domain.session.Operation.MANAGE_FLOWS;

import io.campanile.domain.CodedException;
import io.campanile.domain.session.Sessions;
import io.campanile.ops.guard.FlowCheck;
import io.campanile.ops.guard.FlowFile;
import io.campanile.ops.guard.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/** Whether an edited flow would be let in, without letting it in (PROTOCOL 11). */
public final class FlowCheckRoutes extends RestRoutes {

    private final FlowCheck check;
    private final Supplier<Collection<FlowFile>> flows;

    /** @param flows those that are there now */
    public FlowCheckRoutes(Sessions sessions, RestAnswers answers, FlowCheck check, Supplier<Collection<FlowFile>> flows) {
        super(sessions, answers);
        this.check = check;
        this.flows = flows;
    }

    /** What the caller is told; the problems in the order of the lines. */
    public record Verdict(boolean ok, List<Problem> problems) {
    }

    @Override
    void operations() {
        rest("/api/v1/flows").tag("Flows")
                .post("/check").description("Check a flow's YAML").to("direct:rest-flow-check");

        allowed(MANAGE_FLOWS, "rest-flow-check", this, "check", 200);
    }

    /** Called by the route. The file is named by {@code ?flow=}, else by what is in it. */
    public Verdict check(RestRequest request) {
        String text = text(request.bytes());
        Collection<FlowFile> present = flows.get();
        String flow = request.text("flow");
        FlowFile candidate = flow == null ? FlowFile.unnamed(text, present) : new FlowFile(flow + FlowFile.SUFFIX, text);
        List<Problem> problems = check.check(candidate, present);
        return new Verdict(problems.isEmpty(), problems);
    }

    private static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            throw CodedException.invalid("body", "is not UTF-8");
        }
    }
}

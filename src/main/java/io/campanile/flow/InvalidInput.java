package io.campanile.flow;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.ValidationException;
import org.apache.camel.component.jsonvalidator.JsonValidationException;

/** What a flow finds wrong with its input, as an edge tells its sender (PROTOCOL 1): the fields, without Camel's own words. */
public final class InvalidInput {

    /** How the validator names the document itself, and what stands before the names of its fields. */
    private static final Pattern ROOT = Pattern.compile("^\\$(\\.|: )");

    private InvalidInput() {
    }

    /** Empty for a failure of another kind. */
    public static Optional<CodedException> of(Throwable failure) {
        if (failure instanceof JsonValidationException invalid && invalid.getErrors() != null && !invalid.getErrors().isEmpty()) {
            return Optional.of(new CodedException(ErrorCode.INVALID, invalid.getErrors().stream()
                    .map(error -> ROOT.matcher(error.getMessage()).replaceFirst("")).collect(Collectors.joining("; "))));
        }
        return failure instanceof ValidationException ? Optional.of(new CodedException(ErrorCode.TOO_LARGE, "too large")) : Optional.empty();
    }
}

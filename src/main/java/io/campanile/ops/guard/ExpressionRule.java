package io.campanile.ops.guard;

import com.jayway.jsonpath.JsonPathException;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.jsonpath.JsonPathLanguage;
import org.apache.camel.language.simple.types.SimpleIllegalSyntaxException;
import org.apache.camel.spi.Language;

/** Expressions are short, in a few simple languages (DESIGN, Route style 5), and have their grammar. */
final class ExpressionRule implements Rule {

    private static final Set<String> BANNED = Set.of("csimple", "datasonnet", "groovy", "hl7terser", "java", "joor", "js", "javascript", "language", "mvel",
            "ognl", "python", "script", "spel", "wasm", "xpath", "xquery", "xtokenize");
    private static final Set<String> COMPILED = Set.of("simple", "jsonpath");
    private static final Set<String> PREDICATES = Set.of("validate", "filter", "when", "onWhen", "completionPredicate", "retryWhile");

    private static final Pattern BEAN = Pattern.compile("\\$\\{(bean|ref):[^}]*}");

    private static final JsonPathLanguage JSON_PATH = new JsonPathLanguage();

    private final CamelContext camel;
    private final Placeholders placeholders;

    /** @param camel of its own, never started */
    ExpressionRule(CamelContext camel, Placeholders placeholders) {
        this.camel = camel;
        this.placeholders = placeholders;
    }

    @Override
    public void check(Flow flow, Problems problems) {
        check(flow.root(), false, problems);
    }

    private void check(YamlNode node, boolean predicate, Problems problems) {
        if (node.name() != null && BANNED.contains(node.name())) {
            problems.add(node, "the language '" + node.name() + "' is not allowed in a flow: write simple, constant, header or jsonpath; what is longer is a bean");
        } else if (node.name() != null && COMPILED.contains(node.name())) {
            compile(node.name(), node.has("expression") ? node.at("expression") : node, predicate, problems);
        } else if ("method".equals(node.name()) && node.text().contains("${")) {
            compile("simple", node, false, problems);
        }
        boolean decides = node.name() == null || node.name().equals("expression") ? predicate : PREDICATES.contains(node.name());
        node.fields().values().forEach(field -> check(field, decides, problems));
        node.items().forEach(item -> check(item, "when".equals(node.name()), problems));
    }

    private void compile(String language, YamlNode expression, boolean predicate, Problems problems) {
        String text = placeholders.resolve(expression.text());
        if (text.strip().contains("\n")) {
            problems.add(expression, "the expression is longer than a line: let a bean do it");
        }
        if (text.contains("{{")) {
            // Another rule says that the setting is not there
            return;
        }
        try {
            if (language.equals("jsonpath")) {
                jsonPath(text, predicate);
            } else {
                simple(text, predicate);
            }
        } catch (SimpleIllegalSyntaxException e) {
            problems.add(expression, "no simple expression: " + e.getShortMessage());
        } catch (RuntimeCamelException | IllegalArgumentException | JsonPathException e) {
            problems.add(expression, "no " + language + " expression: " + e.getMessage().lines().findFirst().orElse(""));
        }
    }

    private void simple(String text, boolean predicate) {
        // No bean is bound here: another rule looks at them
        String alone = BEAN.matcher(text).replaceAll("\\${body}");
        Language simple = camel.resolveLanguage("simple");
        if (predicate) {
            simple.createPredicate(alone).init(camel);
        } else {
            simple.createExpression(alone).init(camel);
        }
    }

    /** Camel itself looks at a path only when it has a message. */
    private static void jsonPath(String text, boolean predicate) {
        if (predicate) {
            JSON_PATH.validatePredicate(text);
        } else {
            JSON_PATH.validateExpression(text);
        }
    }
}

package io.github.camelfnos;

import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.apache.camel.Exchange;
import org.apache.camel.util.Pair;
import org.apache.camel.util.PropertiesHelper;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.URISupport;

/**
 * A URI that was made for one exchange, by {@code toD} and the like: the parameters of the operation belong to the exchange, and what is
 * left is an endpoint that all such exchanges share. Immutable.
 */
final class DynamicUri {

    private static final String PARAMETER = "param.";
    /** The innermost expression of the template: it may hold signs that are not the URI's own. */
    private static final Pattern EXPRESSION = Pattern.compile("\\$(simple)?\\{[^{}]*}");
    /** Stands where an expression stood; no URI holds it. */
    private static final String PLACE = "\u0001";

    private final String endpoint;
    private final Map<String, Object> parameters;

    private DynamicUri(String endpoint, Map<String, Object> parameters) {
        this.endpoint = endpoint;
        this.parameters = parameters;
    }

    /**
     * @param  uri                      as it was made
     * @param  template                 as it stands in the route
     * @throws IllegalArgumentException if a value that was put in has brought options or parameters of its own, or a parameter is not
     *                                  what it must be; the message shows no value
     */
    static DynamicUri of(String uri, String template) throws URISyntaxException {
        Map<String, Object> options = options(uri);
        checkNames(options, options(withoutExpressions(template)));
        List<String> shared = parts(uri).stream().filter(part -> !part.startsWith(PARAMETER)).toList();
        String path = StringHelper.before(uri, "?", uri);
        Map<String, Object> parameters = PropertiesHelper.extractProperties(options, PARAMETER);
        return new DynamicUri(shared.isEmpty() ? path : path + "?" + String.join("&", shared), RequestParameters.parse(parameters));
    }

    /** The URI without the parameters of the operation. */
    String endpoint() {
        return endpoint;
    }

    Map<String, Object> parameters() {
        return parameters;
    }

    /** How an exchange takes the parameters of its URI to whoever sends the request; one kind never takes another's. */
    enum Carrier {

        TO_PRODUCER("CamelFnosUriParametersToSend"),
        TO_POLL("CamelFnosUriParametersToPoll");

        private final String property;

        Carrier(String property) {
            this.property = property;
        }

        void give(Exchange exchange, Map<String, Object> parameters) {
            exchange.setProperty(property, parameters);
        }

        /**
         * Takes them away from the exchange.
         *
         * @param  exchange  may be null
         * @param  otherwise those of the endpoint, which an exchange has that was not sent by a URI of its own
         */
        @SuppressWarnings("unchecked") // nobody else sets this property
        Map<String, Object> take(Exchange exchange, Map<String, Object> otherwise) {
            Object parameters = exchange == null ? null : exchange.removeProperty(property);
            return parameters == null ? otherwise : (Map<String, Object>) parameters;
        }
    }

    private static Map<String, Object> options(String uri) throws URISyntaxException {
        Map<String, Object> options = new LinkedHashMap<>(URISupport.parseQuery(URISupport.extractQuery(uri), false, true));
        URISupport.resolveRawParameterValues(options);
        return options;
    }

    private static String withoutExpressions(String template) {
        String before = template;
        String after = EXPRESSION.matcher(before).replaceAll(PLACE);
        while (!after.equals(before)) {
            before = after;
            after = EXPRESSION.matcher(before).replaceAll(PLACE);
        }
        return after;
    }

    private static void checkNames(Map<String, Object> options, Map<String, Object> intended) {
        if (intended.keySet().stream().anyMatch(name -> name.contains(PLACE))) {
            // The route itself takes options from the exchange.
            return;
        }
        Set<String> names = intended.keySet().stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        options.forEach((name, value) -> {
            boolean foreign = !names.contains(name.toLowerCase(Locale.ROOT));
            if (foreign || value instanceof List && !(intended.get(name) instanceof List)) {
                // A foreign name is part of the value, which may be private.
                String brought = foreign ? "an option of its own" : "another " + name;
                throw new IllegalArgumentException("A value that was put into the URI has brought " + brought + " with it; write RAW() "
                                                   + "around the expression, or set the header " + FnosConstants.PARAMETERS + " instead");
            }
        });
    }

    /** The options of a URI, as they stand there. */
    private static List<String> parts(String uri) {
        String query = URISupport.extractQuery(uri);
        if (query == null) {
            return List.of();
        }
        List<Pair<Integer>> raw = URISupport.scanRaw(query);
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= query.length(); i++) {
            if (i == query.length() || query.charAt(i) == '&' && !URISupport.isRaw(i, raw)) {
                parts.add(query.substring(from, i));
                from = i + 1;
            }
        }
        return parts;
    }
}

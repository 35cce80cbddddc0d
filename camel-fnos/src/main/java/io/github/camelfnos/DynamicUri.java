package io.github.camelfnos;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.EndpointHelper;
import org.apache.camel.util.PropertiesHelper;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.URISupport;
import org.apache.camel.util.UnsafeUriCharactersEncoder;

/**
 * A URI that was made for one exchange, by {@code toD} and the like: the parameters of the operation belong to the exchange, and what is
 * left is an endpoint that all such exchanges share. Immutable.
 */
final class DynamicUri {

    private static final String PARAMETER = "param.";
    /** The innermost expression of the template: it may hold signs that are not the URI's own. */
    private static final Pattern EXPRESSION = Pattern.compile("\\$(simple)?\\{[^{}]*}");
    /** Stands where an expression stood; allowed in a URI, and of no meaning to anybody. */
    private static final String PLACE = "\uE000";
    /** What the simple language makes something else of. */
    private static final Pattern NOT_LITERAL = Pattern.compile(".*(" + PLACE + "|\\$(simple)?\\{|\\\\).*", Pattern.DOTALL);
    /** Marks a template of the Endpoint DSL that leaves options out, since their values are no text; in the URI they are names of beans. */
    private static final String BEANS_LEFT_OUT = "hash";
    private static final Pattern BEAN_OF_ENDPOINT_DSL = Pattern.compile("#[0-9a-f]+");
    private static final String BROUGHT = "brought an option of its own with it";

    private final String endpoint;
    private final Map<String, Object> parameters;

    private DynamicUri(String endpoint, Map<String, Object> parameters) {
        this.endpoint = endpoint;
        this.parameters = parameters;
    }

    /**
     * @param  uri                      as it was made, without space around it
     * @param  template                 as it stands in the route
     * @throws IllegalArgumentException if a value that was put in has brought options or parameters of its own or changed others, or a
     *                                  parameter is not what it must be; the message shows no value
     */
    static DynamicUri of(String uri, String template, CamelContext context) throws URISyntaxException {
        if (uri.endsWith("&")) {
            // Which would be lost, where any other brings an option.
            throw refusal(BROUGHT);
        }
        String intendedUri = withoutExpressions(EndpointHelper.resolveEndpointUriPropertyPlaceholders(context, template.trim()));
        Map<String, Object> options = options(uri);
        Map<String, Object> intended = options(intendedUri);
        String endpoint = withoutParameters(uri);
        // A route that itself takes whole options from the exchange has said so; the name of a parameter is none.
        if (intended.keySet().stream().allMatch(name -> name.startsWith(PARAMETER) || !name.contains(PLACE))) {
            check(options, intended, context);
            check(asCamelReads(endpoint), asCamelReads(withoutParameters(intendedUri)), context);
        }
        Map<String, Object> parameters = PropertiesHelper.extractProperties(options, PARAMETER);
        URISupport.resolveRawParameterValues(parameters);
        // Data names no bean, whatever it looks like.
        parameters.replaceAll((name, value) -> value.equals(intended.get(PARAMETER + name)) || isLeftOut(value, intended, context)
                ? FnosComponent.handedOver(value, context)
                : value);
        return new DynamicUri(endpoint, RequestParameters.parse(parameters));
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

        /** What an exchange carries, and what it carried before: whoever intercepts it may send another. */
        private record Load(Map<String, Object> parameters, String endpoint, Load before) {
        }

        /** @param endpoint the URI of the endpoint whose they are, or null for the next that takes them */
        void give(Exchange exchange, Map<String, Object> parameters, String endpoint) {
            exchange.setProperty(property, new Load(parameters, endpoint, load(exchange)));
        }

        /**
         * Takes them away from the exchange.
         *
         * @param  exchange may be null
         * @return          those of the endpoint itself for an exchange that was not sent to it by a URI of its own
         */
        Map<String, Object> take(Exchange exchange, FnosEndpoint endpoint) {
            Load load = exchange == null ? null : load(exchange);
            if (load == null || load.endpoint != null && !load.endpoint.equals(endpoint.getEndpointUri())) {
                return endpoint.getParameters();
            }
            put(exchange, load.before);
            return load.parameters;
        }

        /** Takes these away if nobody has. */
        void drop(Exchange exchange, Map<String, Object> parameters) {
            Load load = load(exchange);
            if (load != null && load.parameters == parameters) {
                put(exchange, load.before);
            }
        }

        /** Takes away whatever is there. */
        void clear(Exchange exchange) {
            exchange.removeProperty(property);
        }

        private Load load(Exchange exchange) {
            return (Load) exchange.getProperty(property);
        }

        private void put(Exchange exchange, Load load) {
            if (load == null) {
                exchange.removeProperty(property);
            } else {
                exchange.setProperty(property, load);
            }
        }
    }

    private static Map<String, Object> options(String uri) throws URISyntaxException {
        return new LinkedHashMap<>(URISupport.parseQuery(URISupport.extractQuery(uri), false, true));
    }

    /** Leaves the options as they stand there: Camel's own way to write them would change percent signs. */
    private static String withoutParameters(String uri) throws URISyntaxException {
        List<String> parts = new ArrayList<>();
        URISupport.parseQuery(URISupport.extractQuery(uri), true, true).forEach((name, value) -> {
            if (!name.startsWith(PARAMETER)) {
                (value instanceof List<?> all ? all : List.of(value)).forEach(each -> parts.add(name + "=" + each));
            }
        });
        String path = StringHelper.before(uri, "?", uri);
        return parts.isEmpty() ? path : path + "?" + String.join("&", parts);
    }

    /** Camel decodes a URI several times, and joins its lines, before it takes the options out of it. */
    private static Map<String, Object> asCamelReads(String uri) {
        try {
            return URISupport.parseParameters(new URI(UnsafeUriCharactersEncoder.encode(URISupport.normalizeUri(uri))));
        } catch (URISyntaxException e) {
            // Its message would show the URI, which may be private.
            throw new IllegalArgumentException("What the expressions have made is no URI: " + e.getReason());
        }
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

    /** What is put in may change nothing but the value that it is put into. */
    private static void check(Map<String, Object> options, Map<String, Object> intended, CamelContext context) {
        long places = intended.keySet().stream().filter(name -> name.contains(PLACE)).count();
        for (Map.Entry<String, Object> option : options.entrySet()) {
            if (!intended.containsKey(option.getKey()) && !isLeftOut(option.getValue(), intended, context)) {
                places -= option.getValue() instanceof List<?> all ? all.size() : 1;
                if (places < 0 || !option.getKey().startsWith(PARAMETER)) {
                    // The name is part of the value, which may be private.
                    throw refusal(BROUGHT);
                }
            }
        }
        intended.forEach((name, written) -> {
            Object value = options.get(name);
            if (value == null && !name.equals(BEANS_LEFT_OUT) && !name.contains(PLACE)) {
                throw refusal("taken the option " + name + " away");
            }
            if (value instanceof List<?> all && !(written instanceof List<?> some && some.size() == all.size())) {
                throw refusal("brought another " + name + " with it");
            }
            if (written instanceof String text && !NOT_LITERAL.matcher(text).matches() && value != null && !text.equals(value)) {
                throw refusal("changed the option " + name);
            }
        });
    }

    /** Whether this is a value that the template leaves out: the Endpoint DSL has put it into the registry. */
    private static boolean isLeftOut(Object value, Map<String, Object> template, CamelContext context) {
        return template.containsKey(BEANS_LEFT_OUT) && value instanceof String text && BEAN_OF_ENDPOINT_DSL.matcher(text).matches()
                && context.getRegistry().lookupByName(text.substring(1)) != null;
    }

    private static IllegalArgumentException refusal(String what) {
        return new IllegalArgumentException("A value that was put into the URI has " + what + "; write RAW() around the expression, or set "
                                            + "the header " + FnosConstants.PARAMETERS + " instead");
    }
}

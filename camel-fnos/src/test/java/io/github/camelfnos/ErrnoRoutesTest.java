package io.github.camelfnos;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.apache.camel.CamelAuthorizationException;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.TryDefinition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/** Every errno that a NAS may answer ends in the clause that a route has for it. */
class ErrnoRoutesTest extends FnosTestSupport {

    /** The founding table's 149 codes, nine that were seen beyond it, and three that nobody knows. */
    private static final String EXPECTED = """
            FnosBusyException:
                4097 196608 258048 328496 2031632 51380233 84934689 84934737 100000001 100000006
            FnosSessionExpiredException:
                4224 65534 135168
            FnosAuthenticationException:
                65537 131072 131073 131089 102570104 102570109
            FnosRemoteCredentialsException:
                51380228 84934693 84934746 84934751 100020008 849346923
            FnosPermissionDeniedException:
                4352 65281 139264 139265 139296 3000005 51380232 84934661 84934690 84934748 84934749 100010005
            FnosNotFoundException:
                4100 131329 3000012 84934665 84934738 84934743 84934745 100010003 100010012 100020001
                100020006
            FnosConflictException:
                4102 65296 131074 131330 196624 327849 327850 327851 2031620 33554944 33555719 51380226 84934666
                84934668 84934691 84934694 84934739 100000003 100000205 100010008 849346924
            FnosNoSpaceException:
                4099 4386 327681 84934662 84934753 100010006
            FnosInvalidRequestException:
                4101 4104 4105 4112 8192 36872 65280 196609 196610 196656 327685 327697 393232 3000011 3000013
                10000002 33554945 33555718 51380224 51380231 84934657 84934658 84934659 84934660 84934663 84934664
                84934669 84934688 84934747 100000002 100000004 100000201 100010002 100010007 100020009
            FnosServerException:
                1 500 4096 4098 4103 4121 4128 4208 37120 37376 37377 65535 196640 196752 196753 262144 266240
                327848 2031616 2031621 51380225 51380227 51380229 51380230 52428823 84934667 84934692 84934736 84934740
                84934741 84934742 84934744 84934750 84934752 100000202 100000203 100000204 100000206 100000207
                100000210 100010001 100010004 100010009 100010010 100010011 100020002 100020003 100020004 100020005
                100020007 999999999
            """;
    private static final Set<Integer> RETRYABLE = Set.of(4096, 4097, 4098, 4128, 4208, 196608, 258048, 328496, 2031632, 51380233, 84934689, 84934737, 100000001, 100000006);

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                catching(from("direct:every"), FnosBusyException.class, FnosSessionExpiredException.class,
                        FnosAuthenticationException.class, FnosRemoteCredentialsException.class, FnosPermissionDeniedException.class,
                        FnosNotFoundException.class, FnosConflictException.class, FnosNoSpaceException.class,
                        FnosInvalidRequestException.class, FnosServerException.class, FnosException.class);
                catching(from("direct:all-three"), FnosException.class, CamelExchangeException.class,
                        CamelAuthorizationException.class);
                catching(from("direct:both-permissions"), FnosPermissionDeniedException.class, CamelAuthorizationException.class);
                catching(from("direct:exchange-and-fnos"), FnosException.class, CamelExchangeException.class);
                catching(from("direct:permission-and-fnos"), FnosException.class, FnosPermissionDeniedException.class);
                catching(from("direct:authorization"), CamelAuthorizationException.class);
                catching(from("direct:fnos"), FnosException.class);
                trying(from("direct:ours-first"), FnosPermissionDeniedException.class, CamelAuthorizationException.class);
                trying(from("direct:camels-first"), CamelAuthorizationException.class, FnosPermissionDeniedException.class);
            }
        };
    }

    /** A clause for each of the exceptions, which notes that it was the one. */
    @SafeVarargs
    private static void catching(RouteDefinition route, Class<? extends Throwable>... types) {
        for (Class<? extends Throwable> type : types) {
            route.onException(type).handled(true)
                    .setHeader("caught").constant(type.getSimpleName())
                    .setHeader("retryable").simple("${exception.retryable}")
                    .end();
        }
        route.to("fnos:test.errno");
    }

    @SafeVarargs
    private static void trying(RouteDefinition route, Class<? extends Throwable>... types) {
        TryDefinition attempt = route.doTry();
        attempt.to("fnos:test.errno");
        for (Class<? extends Throwable> type : types) {
            attempt.doCatch(type).setHeader("caught").simple(type.getSimpleName() + " ${exception.errno}");
        }
    }

    @BeforeEach
    void answerWhatIsAsked() {
        nas.on("test.errno", request -> request.fail(((Number) request.parameters().get("errno")).intValue()));
    }

    private static Map<Integer, String> expected() {
        Map<Integer, String> expected = new LinkedHashMap<>();
        String[] current = new String[1];
        EXPECTED.lines().flatMap(line -> Stream.of(line.strip().split(" "))).forEach(word -> {
            if (word.endsWith(":")) {
                current[0] = word.substring(0, word.length() - 1);
            } else {
                expected.put(Integer.valueOf(word), current[0]);
            }
        });
        return expected;
    }

    @Test
    @Tag("smoke")
    void eachErrnoIsCaughtByTheClauseOfItsClass() {
        Map<Integer, String> caught = new LinkedHashMap<>();
        expected().forEach((errno, exception) -> {
            Exchange exchange = send("direct:every", Map.of("errno", errno));

            caught.put(errno, exchange.getMessage().getHeader("caught", String.class));
            assertEquals(errno, exchange.getMessage().getHeader(FnosConstants.ERRNO));
            assertEquals(RETRYABLE.contains(errno), exchange.getMessage().getHeader("retryable", Boolean.class), "retryable " + errno);
        });

        assertEquals(161, caught.size());
        assertEquals(expected(), caught);
    }

    @ParameterizedTest
    @CsvSource({
            "all-three, 4352, CamelAuthorizationException", "all-three, 4100, FnosException",
            "both-permissions, 4352, CamelAuthorizationException",
            "exchange-and-fnos, 4352, CamelExchangeException", "exchange-and-fnos, 4100, FnosException",
            "permission-and-fnos, 4352, FnosPermissionDeniedException", "permission-and-fnos, 4100, FnosException",
            "authorization, 4352, CamelAuthorizationException",
            "fnos, 4352, FnosException" })
    void whereClausesCompeteTheOneForTheInnermostCauseWins(String route, int errno, String clause) {
        Exchange exchange = send("direct:" + route, Map.of("errno", errno));

        assertNull(exchange.getException());
        assertEquals(clause, exchange.getMessage().getHeader("caught"));
    }

    @ParameterizedTest
    @CsvSource({ "ours-first, FnosPermissionDeniedException 4352", "camels-first, CamelAuthorizationException 4352" })
    void ofDoCatchTheFirstThatFitsWins(String route, String caught) {
        Exchange exchange = send("direct:" + route, Map.of("errno", 4352));

        assertNull(exchange.getException());
        assertEquals(caught, exchange.getMessage().getHeader("caught"));
    }
}

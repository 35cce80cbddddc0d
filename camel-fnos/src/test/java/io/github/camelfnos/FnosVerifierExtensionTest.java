package io.github.camelfnos;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.camel.component.extension.ComponentVerifierExtension;
import org.apache.camel.component.extension.ComponentVerifierExtension.Result;
import org.apache.camel.component.extension.ComponentVerifierExtension.Scope;
import org.apache.camel.component.extension.ComponentVerifierExtension.VerificationError;
import org.apache.camel.component.extension.ComponentVerifierExtension.VerificationError.StandardCode;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tools ask by Camel's own extension whether options make sense and whether the NAS lets one in. */
class FnosVerifierExtensionTest extends FnosTestSupport {

    private Result verify(Scope scope, Map<String, Object> parameters) {
        return context.getComponent("fnos").getExtension(ComponentVerifierExtension.class).orElseThrow().verify(scope, parameters);
    }

    private VerificationError connectivityError(Map<String, Object> parameters) {
        Result result = verify(Scope.CONNECTIVITY, parameters);
        assertEquals(Result.Status.ERROR, result.getStatus());
        assertEquals(1, result.getErrors().size());
        return result.getErrors().get(0);
    }

    @Test
    void optionsAreVerified() {
        assertEquals(Result.Status.OK, verify(Scope.PARAMETERS, Map.of("requestTimeout", "5s", "port", 5666)).getStatus());

        Result bad = verify(Scope.PARAMETERS, Map.of("hots", "nas", "secure", "perhaps"));

        assertEquals(Result.Status.ERROR, bad.getStatus());
        assertEquals(Set.of(Set.of("hots"), Set.of("secure")),
                Set.copyOf(bad.getErrors().stream().map(VerificationError::getParameterKeys).toList()));
    }

    @Test
    void withoutAHostThatIsMissing() {
        context.getComponent("fnos", FnosComponent.class).getConfiguration().setHost(null);

        Result result = verify(Scope.PARAMETERS, Map.of());

        assertEquals(List.of(StandardCode.MISSING_PARAMETER), result.getErrors().stream().map(VerificationError::getCode).toList());
        assertEquals(Result.Status.OK, verify(Scope.PARAMETERS, Map.of("host", "nas")).getStatus());
    }

    @Test
    void whoIsLetInIsConnected() {
        assertEquals(Result.Status.OK, verify(Scope.CONNECTIVITY, Map.of()).getStatus());

        assertEquals(1, nas.passwordLogins());
    }

    @Test
    void aWrongPasswordIsAnAuthenticationErrorAndIsSentOnce() {
        Map<String, Object> wrong = Map.of("username", "guest", "password", "wrong&one");

        VerificationError first = connectivityError(wrong);
        connectivityError(wrong);

        assertEquals(StandardCode.AUTHENTICATION, first.getCode());
        assertTrue(first.getDescription().contains("refused the login of guest"), first.getDescription());
        assertFalse(first.toString().contains("wrong&one"));
        assertEquals(1, nas.passwordLogins());
    }

    @Test
    void aNasThatIsAwayIsNamed() {
        nas.faults().stopListening();

        VerificationError away = connectivityError(Map.of("startupFailure", "reconnect"));

        assertEquals(StandardCode.EXCEPTION, away.getCode());
        assertTrue(away.getDescription().contains("127.0.0.1:" + nas.port()), away.getDescription());
    }

    @Test
    void theOptionsOfAWholeEndpointAreVerified() {
        Map<String, Object> options = Map.of("operation", "file.ls", "param.path", "vol1/1000", "port", nas.port());

        assertEquals(Result.Status.OK, verify(Scope.PARAMETERS, options).getStatus());
        assertEquals(Result.Status.OK, verify(Scope.CONNECTIVITY, options).getStatus());
    }

    @Test
    void aComponentThatHasNotStartedSaysSo() {
        FnosComponent component = new FnosComponent();
        component.setCamelContext(context);
        configure(component);

        Result result = component.getExtension(ComponentVerifierExtension.class).orElseThrow().verify(Scope.CONNECTIVITY, Map.of());

        assertTrue(result.getErrors().get(0).getDescription().contains("has not started"), result.getErrors()::toString);
    }
}

package io.github.camelfnos;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.camel.component.extension.verifier.CatalogVerifierCustomizer;
import org.apache.camel.component.extension.verifier.DefaultComponentVerifierExtension;
import org.apache.camel.component.extension.verifier.ResultBuilder;
import org.apache.camel.component.extension.verifier.ResultErrorBuilder;
import org.apache.camel.component.extension.verifier.ResultErrorHelper;
import org.apache.camel.util.ObjectHelper;

import io.github.camelfnos.client.ConnectionHandle;
import io.github.camelfnos.client.FnosFailure;

/**
 * Says whether options make sense, and whether a NAS lets in who has them: it connects and logs in, by the same connection that a route
 * with these options would use. So a refused password is not sent again. Options that are not given are those of the component.
 */
final class FnosVerifierExtension extends DefaultComponentVerifierExtension {

    private static final String HOST = "host";

    private final FnosComponent component;

    FnosVerifierExtension(FnosComponent component) {
        super(FnosConstants.SCHEME, component.getCamelContext(), component);
        this.component = component;
    }

    @Override
    protected Result verifyParameters(Map<String, Object> parameters) {
        ResultBuilder result = ResultBuilder.withStatusAndScope(Result.Status.OK, Scope.PARAMETERS);
        if (ObjectHelper.isEmpty(component.getConfiguration().getHost())) {
            result.error(ResultErrorHelper.requiresOption(parameters, HOST));
        }
        // What the catalog requires is the operation, of which this is not about.
        verifyParametersAgainstCatalog(result, parameters, new CatalogVerifierCustomizer().excludeRequired());
        return result.build();
    }

    @Override
    protected Result verifyConnectivity(Map<String, Object> parameters) {
        ResultBuilder result = ResultBuilder.withStatusAndScope(Result.Status.OK, Scope.CONNECTIVITY);
        try {
            connect(parameters);
        } catch (ExecutionException e) {
            boolean refused = e.getCause() instanceof FnosFailure failure && failure.kind() == FnosFailure.Kind.LOGIN_REFUSED;
            result.error(ResultErrorBuilder.withCodeAndDescription(
                    refused ? VerificationError.StandardCode.AUTHENTICATION : VerificationError.StandardCode.EXCEPTION,
                    e.getCause().getMessage()).build());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            result.error(ResultErrorBuilder.withException(e).build());
        } catch (Exception e) {
            result.error(ResultErrorBuilder.withException(e).build());
        }
        return result.build();
    }

    private void connect(Map<String, Object> parameters) throws Exception {
        if (component.connections() == null) {
            throw new IllegalStateException("The component has not started; start its CamelContext first");
        }
        Map<String, Object> options = new HashMap<>(parameters);
        // Tools hand it over with the options. It is not called.
        options.remove("operation");
        FnosEndpoint endpoint = (FnosEndpoint) component.createEndpoint(FnosConstants.SCHEME + ":user.info", options);
        try (ConnectionHandle handle = endpoint.acquireConnection()) {
            long patience = handle.connection().settings().timing().connectTimeout().multipliedBy(12).toMillis();
            handle.connection().connect().get(patience, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new TimeoutException("The NAS at " + endpoint.getServiceUrl() + " did not let anybody in in time");
        }
    }
}

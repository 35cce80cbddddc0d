package io.github.camelfnos;

import java.util.Set;

import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.JsonMapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Editors and build tools know the component from Camel's catalog. */
class FnosCatalogTest {

    private final CamelCatalog catalog = new DefaultCamelCatalog();

    @BeforeEach
    void addTheComponent() {
        catalog.addComponent("fnos", FnosComponent.class.getName());
    }

    @Test
    void aUriIsValidatedByItsOptions() {
        assertTrue(catalog.validateEndpointProperties("fnos:file.ls?param.path=vol1/1000&requestTimeout=5s&ignoreBody=true").isSuccess());

        EndpointValidationResult bad = catalog.validateEndpointProperties("fnos:file.ls?hots=nas&port=many");

        assertEquals(Set.of("hots"), bad.getUnknown());
        assertEquals(Set.of("port"), bad.getInvalidInteger().keySet());
    }

    @Test
    void everyOptionIsDescribedAndThePasswordIsASecret() {
        ComponentModel model = JsonMapper.generateComponentModel(catalog.componentJSonSchema("fnos"));

        for (ComponentModel.EndpointOptionModel option : model.getEndpointOptions()) {
            assertTrue(option.getDescription() != null && option.getDescription().length() > 20, option.getName());
        }
        assertTrue(model.getEndpointOptions().stream().anyMatch(option -> option.getName().equals("password") && option.isSecret()));
        assertTrue(model.getComponentOptions().stream().anyMatch(option -> option.getName().equals("password") && option.isSecret()));
        assertTrue(model.getComponentOptions().stream().anyMatch(option -> option.getName().equals("workerPoolMaxSize")));
    }
}

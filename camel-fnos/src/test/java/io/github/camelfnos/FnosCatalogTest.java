package io.github.camelfnos;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.spi.Metadata;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.JsonMapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Editors and build tools know the component from Camel's catalog. */
class FnosCatalogTest {

    private static final Set<String> SECRETS = Set.of("password", "token", "longToken", "sessionSecret");
    private static final Set<String> LABELS = Set.of("common", "producer", "consumer");

    private final CamelCatalog catalog = new DefaultCamelCatalog();
    private ComponentModel model;

    @BeforeEach
    void addTheComponent() {
        catalog.addComponent("fnos", FnosComponent.class.getName());
        model = JsonMapper.generateComponentModel(catalog.componentJSonSchema("fnos"));
    }

    @Test
    void aUriIsValidatedByItsOptions() {
        assertTrue(catalog.validateEndpointProperties("fnos:file.ls?param.path=vol1/1000&requestTimeout=5s&ignoreBody=true").isSuccess());

        EndpointValidationResult bad = catalog.validateEndpointProperties("fnos:file.ls?hots=nas&port=many");

        assertEquals(Set.of("hots"), bad.getUnknown());
        assertEquals(Set.of("port"), bad.getInvalidInteger().keySet());
    }

    @Test
    void anyOperationIsValid() {
        assertTrue(catalog.validateEndpointProperties("fnos:some.day.in.a.later.release").isSuccess());
    }

    @Test
    void anOptionOfTheOtherSideIsNotValid() {
        assertFalse(catalog.validateEndpointProperties("fnos:file.ls?changedOnly=true", false, false, true).isSuccess());
        assertFalse(catalog.validateEndpointProperties("fnos:file.ls?ignoreBody=true", false, true, false).isSuccess());
    }

    @Test
    void theSecretsAreMarked() {
        assertEquals(SECRETS, secrets(model.getEndpointOptions()));
        assertEquals(SECRETS, secrets(model.getComponentOptions()));
    }

    private static Set<String> secrets(List<? extends BaseOptionModel> options) {
        return options.stream().filter(BaseOptionModel::isSecret).map(BaseOptionModel::getName).collect(Collectors.toSet());
    }

    /** The tool that makes the catalog drops characters such as an asterisk, and with them the sense of a sentence. */
    @Test
    void descriptionsReachTheCatalogWhole() {
        Map<String, String> told = Stream.of(model.getEndpointPathOptions(), model.getEndpointOptions(), model.getComponentOptions())
                .flatMap(List::stream)
                .collect(Collectors.toMap(BaseOptionModel::getName, BaseOptionModel::getDescription, (endpoint, component) -> endpoint));

        for (Class<?> type : List.of(FnosConfiguration.class, FnosEndpoint.class, FnosComponent.class)) {
            for (Field field : type.getDeclaredFields()) {
                Metadata metadata = field.getAnnotation(Metadata.class);
                if (metadata != null) {
                    assertEquals(metadata.description(), told.get(field.getName()).replaceAll(" This is a multi-value option.*", ""));
                }
            }
        }
    }

    @Test
    void theHeadersAreThoseOfTheConstants() throws Exception {
        Map<String, ComponentModel.EndpointHeaderModel> headers = model.getEndpointHeaders().stream()
                .collect(Collectors.toMap(BaseOptionModel::getName, Function.identity()));

        for (Field constant : FnosConstants.class.getFields()) {
            if (!constant.getName().equals("SCHEME")) {
                ComponentModel.EndpointHeaderModel header = headers.remove((String) constant.get(null));
                assertEquals(constant.getAnnotation(Metadata.class).description(), header.getDescription());
                assertTrue(LABELS.contains(header.getLabel()), header.getName());
                assertFalse(header.getJavaType().isEmpty(), header.getName());
            }
        }
        assertEquals(Map.of(), headers);
    }

    @Test
    void anOptionThatHasChoicesNamesThem() {
        Map<String, List<String>> choices = model.getEndpointOptions().stream().filter(option -> option.getEnums() != null)
                .collect(Collectors.toMap(BaseOptionModel::getName, BaseOptionModel::getEnums));

        for (Field field : FnosConfiguration.class.getDeclaredFields()) {
            if (field.getType().isEnum()) {
                assertEquals(Arrays.stream(field.getType().getEnumConstants()).map(String::valueOf).toList(), choices.get(field.getName()));
            }
        }
        assertEquals(List.of("main", "timer", "file"), choices.get("webSocketType"));
    }
}

package com.example;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

@Component
class Storage extends RouteBuilder {

    @Override
    public void configure() {
        from("fnos:push?pushKinds=storageChanged").routeId("changes")
            .to("fnos:stor.getUserStorage?param.spaceInfo=true&ignoreBody=true")
            .to("{{target}}");
    }
}

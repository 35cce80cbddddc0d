package com.example;

import java.util.Map;

import io.github.camelfnos.FnosComponent;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

@SpringBootApplication
public class Space {

    public static void main(String[] args) {
        SpringApplication.run(Space.class, args);
    }

    @Bean
    FnosComponent fnos(Environment environment) {
        FnosComponent fnos = new FnosComponent();
        fnos.setOptions(Binder.get(environment)
                .bind("camel.component.fnos", Bindable.mapOf(String.class, String.class)).orElse(Map.of()));
        return fnos;
    }
}

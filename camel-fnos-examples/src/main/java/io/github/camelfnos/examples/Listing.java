package io.github.camelfnos.examples;

import javax.sql.DataSource;

import org.apache.camel.main.Main;

import io.github.camelfnos.FnosComponent;
import io.github.camelfnos.FnosConfiguration;

/** Runs the route listing.camel.yaml once. */
final class Listing {

    private static final String ROUTE = "classpath:listing/listing.camel.yaml";

    private final NasLogin login;
    private final DataSource dataSource;

    Listing(NasLogin login, DataSource dataSource) {
        this.login = login;
        this.dataSource = dataSource;
    }

    /** Lists the folders of the queue and all below them; returns those that the NAS did not list. */
    SkippedFolders run(FolderQueue folders, Progress progress) throws Exception {
        SkippedFolders skipped = new SkippedFolders();
        Main main = new Main();
        main.configure().withRoutesIncludePattern(ROUTE);
        main.bind("fnos", component());
        main.bind("dataSource", dataSource);
        main.bind("folders", folders);
        main.bind("rows", new Rows());
        main.bind("skipped", skipped);
        main.bind("progress", progress);
        try {
            main.start();
            main.getCamelTemplate().sendBody("direct:listing", null);
        } finally {
            main.stop();
        }
        return skipped;
    }

    /** Set here and not as camel.component.fnos.password, where Camel would look up what stands in double braces. */
    private FnosComponent component() {
        FnosComponent component = new FnosComponent();
        FnosConfiguration configuration = component.getConfiguration();
        configuration.setHost(login.host());
        configuration.setPort(login.port());
        configuration.setUsername(login.username());
        configuration.setPassword(login.password());
        return component;
    }
}

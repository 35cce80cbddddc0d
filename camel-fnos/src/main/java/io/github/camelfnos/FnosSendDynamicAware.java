package io.github.camelfnos;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Processor;
import org.apache.camel.spi.annotations.SendDynamic;
import org.apache.camel.support.component.SendDynamicAwareSupport;

/**
 * Lets {@code toD}, {@code wireTap} and {@code enrich} send to one endpoint, whatever the parameters of the operation are: these go with the
 * exchange.
 */
@SendDynamic(FnosConstants.SCHEME)
public class FnosSendDynamicAware extends SendDynamicAwareSupport {

    /** What the superclass does here fails where the component has another name, and nothing of it is needed. */
    @Override
    protected void doInit() {
    }

    @Override
    public boolean isLenientProperties() {
        return false;
    }

    @Override
    public DynamicAwareEntry prepare(Exchange exchange, String uri, String originalUri) throws Exception {
        DynamicUri dynamic = DynamicUri.of(uri, originalUri, getCamelContext());
        return new DynamicAwareEntry(dynamic.endpoint(), originalUri, dynamic.parameters(), null);
    }

    @Override
    public String resolveStaticUri(Exchange exchange, DynamicAwareEntry entry) {
        return entry.getUri();
    }

    @Override
    public Processor createPreProcessor(Exchange exchange, DynamicAwareEntry entry) {
        return target -> DynamicUri.Carrier.TO_PRODUCER.give(target, entry.getProperties(),
                target.getProperty(ExchangePropertyKey.TO_ENDPOINT, String.class));
    }

    /** Where the exchange did not get to the producer. */
    @Override
    public Processor createPostProcessor(Exchange exchange, DynamicAwareEntry entry) {
        return target -> DynamicUri.Carrier.TO_PRODUCER.drop(target, entry.getProperties());
    }
}

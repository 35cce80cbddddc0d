package io.github.camelfnos.transport;

import java.time.Duration;
import java.util.Map;

public record FrameSocketOptions(Duration connectTimeout, int maxFrameSize, Map<String, String> headers, TlsOptions tls) {
}

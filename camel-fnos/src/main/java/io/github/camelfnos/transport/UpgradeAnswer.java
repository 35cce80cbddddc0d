package io.github.camelfnos.transport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.camelfnos.protocol.Quote;

/**
 * What a server answers to the upgrade request, looked at for a reason why no WebSocket comes about that the library
 * does not tell. Everything in it is the word of a stranger.
 */
final class UpgradeAnswer {

    private static final int MAX_HEAD = 16 * 1024;
    private static final Pattern REDIRECTION = Pattern.compile("HTTP/\\S+ 3\\d\\d .*", Pattern.DOTALL);
    private static final Pattern LOCATION
            = Pattern.compile("^location:[ \\t]*(\\S[^\\r\\n]*)", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
    private static final byte TLS_ALERT = 0x15;
    private static final byte TLS_MAJOR_VERSION = 0x03;

    private final boolean tls;
    private volatile boolean begun;
    private volatile String obstacle;

    /** @param tls whether the question was asked under TLS */
    UpgradeAnswer(boolean tls) {
        this.tls = tls;
    }

    /**
     * Looks at the answer from its beginning, as far as it has come.
     *
     * @return false if more of it is needed to see what it means
     */
    boolean look(ByteBuffer soFar) {
        begun = true;
        if (!tls && soFar.remaining() >= 2 && soFar.get(soFar.position()) == TLS_ALERT
            && soFar.get(soFar.position() + 1) == TLS_MAJOR_VERSION) {
            obstacle = "the port speaks TLS; set secure=true";
            return true;
        }
        String text = StandardCharsets.ISO_8859_1.decode(soFar.slice(soFar.position(), Math.min(soFar.remaining(), MAX_HEAD)))
                .toString();
        if (!REDIRECTION.matcher(text).matches()) {
            return true;
        }
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return text.length() == MAX_HEAD;
        }
        Matcher location = LOCATION.matcher(text.substring(0, end));
        if (location.find()) {
            obstacle = redirectionTo(location.group(1));
        }
        return true;
    }

    /** Whether a byte of it has come. */
    boolean begun() {
        return begun;
    }

    /** One phrase for a person on why there will be no WebSocket; null if there is nothing to add to what the library says. */
    String obstacle() {
        return obstacle;
    }

    private String redirectionTo(String location) {
        String target = Quote.of(location.replaceFirst("//[^/?#]*@", "//"));
        String scheme = target.toLowerCase(Locale.ROOT);
        return !tls && (scheme.startsWith("https:") || scheme.startsWith("wss:"))
                ? "this NAS requires TLS and points to " + target + "; set secure=true"
                : "no WebSocket is served there: it redirects to " + target;
    }
}

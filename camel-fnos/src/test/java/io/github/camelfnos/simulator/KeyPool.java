package io.github.camelfnos.simulator;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The RSA keys that sockets get. A NAS makes one for each socket; 2,048 bits take a good part of a second, so a few
 * are made once in this JVM and handed out in turn: a socket never gets the key of the one before it.
 */
final class KeyPool {

    static final KeyPool SHARED = new KeyPool();

    private static final int KEYS = 3;
    private static final int KEY_BITS = 2048;

    private final AtomicInteger handedOut = new AtomicInteger();
    private final Map<Integer, KeyPair> keys = new ConcurrentHashMap<>();

    private KeyPool() {
    }

    /** The next key; the first few calls take the time that making one takes, so never call it on an event loop. */
    KeyPair next() {
        return keys.computeIfAbsent(Math.floorMod(handedOut.getAndIncrement(), KEYS), slot -> generate());
    }

    private static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM offers no RSA", e);
        }
    }
}

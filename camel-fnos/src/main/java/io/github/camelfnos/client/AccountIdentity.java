package io.github.camelfnos.client;

import java.util.Objects;

import io.github.camelfnos.transport.TlsOptions;

/**
 * By what an account at a NAS is told from another. Connections that agree in all of it share one session; the way to the
 * NAS is part of it, so that a token that came over TLS never leaves in clear.
 */
record AccountIdentity(String host, int port, boolean relay, TlsOptions tls, String username, String deviceId,
        String loginOperation) {

    static AccountIdentity of(NasAddress address, Account account) {
        return new AccountIdentity(address.host(), address.port(), address.relay(), address.tls(), account.username(),
                account.deviceId(), account.loginOperation());
    }

    /**
     * Whether it is an account of this user.
     *
     * @param wantedHost of one NAS, or null for all
     */
    boolean isOf(String wantedHost, String wantedUsername) {
        return (wantedHost == null || wantedHost.equals(host)) && Objects.equals(wantedUsername, username);
    }
}

package io.github.camelfnos.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.vertx.core.Context;
import io.vertx.core.Future;

/**
 * What can go wrong with a NAS, at the call of a test. Every method may be called at any time from any thread and
 * returns when it has taken effect. In a responder, on the event loop, those that touch port and connections take
 * effect just after instead, as nothing may wait there.
 */
public final class Faults {

    private static final int PATIENCE_SECONDS = 10;
    private static final String KICKED = "{\"sysNotify\":\"kicked\"}";
    private static final String TOKEN_EXPIRED = "{\"sysNotify\":\"tokenExpired\"}";

    private final Switches switches;
    private final Sessions sessions;
    private final ClientSockets sockets;
    private final Door door;
    private final boolean tls;

    Faults(Switches switches, Sessions sessions, ClientSockets sockets, Door door, boolean tls) {
        this.switches = switches;
        this.sessions = sessions;
        this.sockets = sockets;
        this.door = door;
        this.tls = tls;
    }

    /** Leaves every {@code {"req":"ping"}} unanswered, or answers it again. */
    public void dropPongs(boolean dropped) {
        switches.dropPongs(dropped);
    }

    /**
     * Sends nothing at all, or answers again. What comes in meanwhile is logged and never done nor answered, and what
     * would be pushed is lost.
     */
    public void stopAnswering(boolean stopped) {
        switches.beSilent(stopped);
    }

    /** Makes the short tokens invalid and ends the login of every socket; long tokens stay good. */
    public void expireTokens() {
        synchronized (sessions) {
            sessions.forgetTokens();
            sockets.endSessions();
        }
    }

    /** Ends the login of every socket; all tokens stay good. */
    public void endSessionsOfSockets() {
        synchronized (sessions) {
            sockets.endSessions();
        }
    }

    /** Forgets every token, short or long, and ends the login of every socket. */
    public void forgetSessions() {
        synchronized (sessions) {
            sessions.forgetTokens();
            sessions.forgetLongTokens();
            sockets.endSessions();
        }
    }

    /**
     * Pushes {@code kicked} to every socket that is logged in, ends their sessions and forgets their tokens. The
     * sockets stay open: whether a NAS closes them is not known.
     */
    public void kick() {
        synchronized (sessions) {
            for (ClientSocket socket : sockets.loggedIn()) {
                socket.send(KICKED);
                socket.endSession();
                sessions.end(socket.session());
            }
        }
    }

    /** Pushes {@code tokenExpired} to every socket that is logged in, then does {@link #expireTokens()}. */
    public void pushTokenExpired() {
        synchronized (sessions) {
            sockets.loggedIn().forEach(socket -> socket.send(TOKEN_EXPIRED));
            expireTokens();
        }
    }

    /** Drops the TCP connection of every socket at once, without a close frame. */
    public void cutAll() {
        await(door.cut());
    }

    /** Sends every socket a close frame; each closes when the client has answered it. */
    public void closeAll(int code, String reason) {
        sockets.closeAll(code, reason);
    }

    /** Cuts every socket and forgets the short tokens, and the long ones too unless they are kept. The port stays. */
    public void reboot(boolean keepLongTokens) {
        synchronized (sessions) {
            sessions.forgetTokens();
            if (!keepLongTokens) {
                sessions.forgetLongTokens();
            }
        }
        cutAll();
    }

    /**
     * Does {@link #stopListening()} and returns; {@link #listenAgain()} follows by itself when the time is over. A
     * further call of any of the three replaces what is left of the time.
     */
    public void refuseFor(Duration time) {
        await(door.shutFor(time));
    }

    /** Closes the port, so that connections are refused, and cuts every socket. The port stays reserved. */
    public void stopListening() {
        await(door.shut());
    }

    /**
     * Listens again on the same port, if it does not already.
     *
     * @throws UncheckedIOException when another program has taken the port
     */
    public void listenAgain() {
        await(door.open());
    }

    /** Sends every socket a ping frame of the WebSocket protocol. */
    public void pingEverySocket() {
        sockets.pingAll();
    }

    /**
     * Shows this certificate in the handshakes from now on.
     *
     * @throws IllegalStateException when the simulator speaks no TLS
     */
    public void showCertificate(SimulatedCertificate certificate) {
        if (!tls) {
            throw new IllegalStateException("This simulator speaks no TLS");
        }
        await(door.show(certificate));
    }

    /**
     * Asks this user for a second factor, or asks no more: a login with the right password is answered with an
     * {@code accessToken} and opens no session. The code itself is a test's to answer, by a responder for
     * {@code user.2fa.loginVerify}.
     */
    public void twoFactor(String user, boolean wanted) {
        switches.twoFactor(user, wanted);
    }

    /** Refuses every password, right or wrong, with this errno; the tries still count. */
    public void refuseLoginsWith(int errno) {
        switches.refuseLoginsWith(errno);
    }

    /** Checks passwords again after {@link #refuseLoginsWith}. */
    public void acceptLogins() {
        switches.refuseLoginsWith(Switches.NO_REFUSAL);
    }

    private static void await(Future<?> effect) {
        if (Context.isOnEventLoopThread()) {
            return;
        }
        try {
            effect.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new UncheckedIOException(e.getCause().getMessage(), new IOException(e.getCause()));
        } catch (TimeoutException e) {
            throw new UncheckedIOException("The simulator did not do it in time", new IOException(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException("Interrupted before it took effect", new IOException(e));
        }
    }
}

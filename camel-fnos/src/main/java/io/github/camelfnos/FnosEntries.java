package io.github.camelfnos;

import java.io.Closeable;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

import io.github.camelfnos.client.FnosFailure;

/**
 * The entries of an answer, or of a recursive listing, while they come: for {@code split(body()).streaming()}, in constant memory. For one
 * reader, which waits for the NAS; {@link #close} may be called by any thread.
 *
 * <p>
 * It never says that it is at its end when it is not: after a failure, and when it was closed early, {@link #hasNext} and {@link #next}
 * throw the same exception each time. That of the NAS is an {@link FnosException} or Camel's {@code ExchangeTimedOutException}, although
 * neither is declared here. It is closed with its exchange.
 */
public final class FnosEntries implements Iterator<FnosEntry>, Closeable {

    private final String operation;
    private final Duration timeout;
    private final Exchange exchange;
    private final EntrySource source;
    private Iterator<FnosEntry> part = Collections.emptyIterator();
    private volatile boolean ended;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /**
     * @param timeout  that each request has
     * @param exchange that it is for, as exceptions name it
     */
    FnosEntries(String operation, Duration timeout, Exchange exchange, EntrySource source) {
        this.operation = operation;
        this.timeout = timeout;
        this.exchange = exchange;
        this.source = source;
    }

    /** No entries. */
    static FnosEntries none(String operation) {
        return new FnosEntries(operation, Duration.ZERO, null, EntrySource.NONE);
    }

    /** Closes this when its exchange is done, or the one that it is handed over to. */
    FnosEntries closedWithItsExchange() {
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                close();
            }
        });
        return this;
    }

    @Override
    public boolean hasNext() {
        while (failure.get() == null && !part.hasNext() && !ended) {
            advance();
        }
        if (failure.get() != null) {
            FnosEntries.<RuntimeException> raise(failure.get());
        }
        return part.hasNext();
    }

    private void advance() {
        try {
            List<FnosEntry> next = source.next();
            if (next == null) {
                ended = true;
                // It holds the last frame, and this is held by the exchange.
                part = Collections.emptyIterator();
                source.close();
            } else {
                part = next.iterator();
            }
        } catch (FnosFailure e) {
            fail(FnosException.of(e, exchange, timeout));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(new IllegalStateException("The thread that waited for entries of " + operation + " was interrupted", e));
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private void fail(Throwable reason) {
        // One that was closed meanwhile keeps its first reason.
        failure.compareAndSet(null, reason);
        part = Collections.emptyIterator();
        source.close();
    }

    @Override
    public FnosEntry next() {
        if (!hasNext()) {
            throw new NoSuchElementException("All entries of " + operation + " have been taken");
        }
        return part.next();
    }

    /** In how many frames the entries have come so far; final once they all have been taken. */
    public int getFrameCount() {
        return source.frames();
    }

    /** Whether all entries have been taken, the NAS said itself that these are all, and nothing was left out. */
    public boolean isComplete() {
        return isEnded() && source.isComplete();
    }

    /** Whether all entries have been taken. */
    boolean isEnded() {
        return ended && failure.get() == null;
    }

    /** The folders that a recursive listing has left out so far; final once all entries have been taken. */
    public List<FnosWalkFailure> getFailures() {
        return source.failures();
    }

    /** Gives up what has not been taken. Harmless when repeated, and when all has been taken. */
    @Override
    public void close() {
        if (!ended) {
            failure.compareAndSet(null, new IllegalStateException("The entries of " + operation + " were closed before all were taken: their "
                                                                  + "exchange is done, or somebody closed them; take them within the "
                                                                  + "exchange, or store them first"));
        }
        source.close();
    }

    /** The operation; the entries may be private, and are not to be taken for a log. */
    @Override
    public String toString() {
        return "FnosEntries[" + operation + "]";
    }

    @SuppressWarnings("unchecked") // the compiler is told that it is unchecked, as an iterator may throw nothing else
    private static <T extends Throwable> void raise(Throwable failure) throws T {
        throw (T) failure;
    }
}

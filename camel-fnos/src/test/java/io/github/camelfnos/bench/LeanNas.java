package io.github.camelfnos.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A NAS for benchmarks, in a process of its own, that costs as little as it can: plain sockets, answers made beforehand, one write for all
 * answers to what one read brought. It still checks the signature of every request. It prints its port, and ends with its standard input.
 */
final class LeanNas {

    private LeanNas() {
    }

    public static void main(String[] args) throws IOException {
        ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        System.out.println(door.getLocalPort());
        Thread end = new Thread(LeanNas::exitWithStandardInput);
        end.setDaemon(true);
        end.start();
        // A thread costs more than everything else that a new socket needs.
        ExecutorService threads = Executors.newCachedThreadPool();
        while (true) {
            Socket socket = door.accept();
            socket.setTcpNoDelay(true);
            threads.execute(new LeanSocket(socket));
        }
    }

    /** So that it does not outlive the benchmark, however that ends. */
    private static void exitWithStandardInput() {
        try {
            while (System.in.read() >= 0) {
                // Nobody writes anything.
            }
        } catch (IOException e) {
            System.err.println(e);
        }
        System.exit(0);
    }
}

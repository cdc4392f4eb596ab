package io.recordsync.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Several threads that do the same concurrently, each with its own random generator. The first failure of any thread is
 * thrown.
 */
final class Crowd {

    private Crowd() {}

    @FunctionalInterface
    interface Member {
        void act(int number, Random random) throws Exception;
    }

    static void of(int members, Member member) throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newFixedThreadPool(members)) {
            List<Callable<Void>> tasks = new ArrayList<>();
            IntStream.range(0, members)
                    .forEach(number -> tasks.add(() -> {
                        member.act(number, new Random(number));
                        return null;
                    }));
            for (Future<Void> done : threads.invokeAll(tasks)) {
                done.get();
            }
        }
    }
}

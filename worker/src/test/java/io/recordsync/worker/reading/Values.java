package io.recordsync.worker.reading;

import io.recordsync.store.ledger.Change.Form;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.worker.reading.ModelSystem.Fate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random steps with few values, so that sides often meet in one, or come back to a former one. */
final class Values {

    private static final List<String> NAMES = List.of("Mary Smith", "Bob Jones", "Ann Lee");
    private static final List<String> FIRST_NAMES = List.of("Mary", "Bob", "Mary Ann");
    private static final List<String> LAST_NAMES = List.of("Smith", "Jones", "Lee");
    private static final List<@Nullable String> STATUS =
            Arrays.asList("open", "closed", "won", "lost", "Waiting for long", null);
    private static final List<@Nullable String> PHONES =
            Arrays.asList("+15550000001", "555.000.0002", "(555) 000-0003", "+15550000003", "call me", null);

    private Values() {}

    static List<Step> steps(Random random, int number) {
        List<Step> steps = new ArrayList<>();
        steps.add(create(0, random));
        if (random.nextBoolean()) {
            steps.add(new Step.Rest());
        }
        List<List<Step>> motifs = new ArrayList<>(motifs(random));
        Collections.shuffle(motifs, random);
        motifs.subList(0, 3).forEach(motif -> {
            for (int n = random.nextInt(6); n > 0; n--) {
                steps.add(step(random));
            }
            steps.addAll(motif);
        });
        while (steps.size() < number) {
            steps.add(step(random));
        }
        return steps;
    }

    /** What random steps alone meet too seldom. */
    private static List<List<Step>> motifs(Random random) {
        int side = random.nextInt(3);
        int record = random.nextInt(2);
        int row = random.nextInt(2);
        List<@Nullable String> two = new ArrayList<>(STATUS);
        Collections.shuffle(two, random);
        Fate lost = random.nextBoolean() ? Fate.LOST : Fate.LATE;
        return List.of(
                List.of(
                        new Step.Rest(),
                        new Step.Edit(side, row, "Status", two.get(0)),
                        new Step.ReadAll(side),
                        new Step.Edit(side, row, "Status", two.get(1)),
                        random.nextBoolean() ? new Step.ReadAll(side) : new Step.ReadAgain(side),
                        new Step.Edit(side, row, "Status", two.get(0))),
                List.of(new Step.Ask(side, random.nextBoolean()), edit(random, side), new Step.Commit(side, false)),
                List.of(
                        new Step.Produce(record, Operation.UPDATE, Form.PATCH, field("status", two.get(0))),
                        new Step.Rest(),
                        new Step.Produce(record, Operation.UPDATE, Form.PATCH, field("status", two.get(1))),
                        new Step.Deliver(record, side, lost),
                        new Step.Produce(record, Operation.UPDATE, Form.PATCH, field("status", two.get(0)))),
                List.of(
                        new Step.Delete(side, row),
                        random.nextBoolean() ? new Step.RunAll(side) : new Step.Run(side),
                        random.nextBoolean() ? step(random) : new Step.Rest(),
                        new Step.Restore(side, 0)));
    }

    private static Step step(Random random) {
        int side = random.nextInt(3);
        int record = random.nextInt(3);
        return switch (random.nextInt(52)) {
            case 0, 1, 2, 3, 4, 5, 6, 7 -> edit(random, side);
            case 8 -> new Step.Make(side, random.nextInt(100), one(STATUS, random));
            case 9, 10, 11, 12, 13 -> produce(random, record);
            case 14, 15, 16 -> new Step.Ask(side, random.nextBoolean());
            case 17, 18 -> new Step.Commit(side, random.nextInt(3) == 0);
            case 19 -> new Step.Drop(side);
            case 20, 21 -> new Step.ReadAgain(side);
            case 22, 23, 24 -> new Step.ReadAll(side);
            case 25, 26 -> new Step.Begin(record, side);
            case 27 -> new Step.Call(record, side, one(Arrays.asList(Fate.values()), random));
            case 28, 29 -> new Step.Settle(record, side, random.nextBoolean());
            case 30 -> new Step.Crash(record, side);
            case 31, 32, 33, 34 -> new Step.Deliver(record, side, Fate.ANSWERED);
            case 35, 36 -> new Step.Deliver(record, side, one(Arrays.asList(Fate.values()), random));
            case 37 -> new Step.Arrive(side);
            case 40, 41 -> new Step.Delete(side, random.nextInt(3));
            case 42, 43 -> new Step.Restore(side, random.nextInt(3));
            case 44 -> new Step.MakeAgain(side, random.nextInt(3));
            case 45, 46, 47 -> new Step.Run(side);
            case 48 -> new Step.RunAll(side);
            case 49 -> new Step.TakeOver(side);
            case 50 -> new Step.Decide(side, random.nextBoolean());
            case 51 -> new Step.ResolveOne(record, side, random.nextBoolean());
            case 38 -> new Step.Pass(random.nextInt(90));
            default -> random.nextInt(3) == 0 ? new Step.Rest() : new Step.Pass(1);
        };
    }

    private static Step edit(Random random, int side) {
        int row = random.nextInt(3);
        return switch (random.nextInt(12)) {
            case 0 -> new Step.Edit(side, row, "Name", one(NAMES, random));
            case 1 -> new Step.Edit(side, row, "FirstName", one(FIRST_NAMES, random));
            case 2 -> new Step.Edit(side, row, "LastName", one(LAST_NAMES, random));
            case 3, 4, 5 -> new Step.Edit(side, row, "Phone", one(PHONES, random));
            default -> new Step.Edit(side, row, "Status", one(STATUS, random));
        };
    }

    private static Step produce(Random random, int record) {
        return switch (random.nextInt(8)) {
            case 0 -> create(record, random);
            case 1 -> new Step.Produce(record, Operation.DELETE, Form.SNAPSHOT, Map.of());
            case 2, 3 -> new Step.Produce(record, Operation.UPDATE, Form.SNAPSHOT, all(record, random));
            case 4 -> new Step.Produce(record, Operation.UPDATE, Form.PATCH, field("phone", one(PHONES, random)));
            case 5 -> new Step.Produce(record, Operation.UPDATE, Form.PATCH, field("name", one(NAMES, random)));
            default -> new Step.Produce(record, Operation.UPDATE, Form.PATCH, field("status", one(STATUS, random)));
        };
    }

    private static Step create(int record, Random random) {
        return new Step.Produce(record, Operation.CREATE, Form.SNAPSHOT, all(record, random));
    }

    private static Map<String, @Nullable Object> all(int record, Random random) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("name", one(NAMES, random));
        all.put("email", "k" + (1 + record % 2));
        all.put("phone", "+1555000000" + (1 + random.nextInt(3)));
        all.put("status", one(STATUS, random));
        return all;
    }

    static Map<String, @Nullable Object> field(String name, @Nullable Object value) {
        Map<String, @Nullable Object> one = new HashMap<>();
        one.put(name, value);
        return one;
    }

    /** E-mails are the round's own. */
    static Map<String, @Nullable Object> ofRound(World world, Map<String, @Nullable Object> fields) {
        Map<String, @Nullable Object> own = new LinkedHashMap<>(fields);
        own.computeIfPresent("email", (name, value) -> world.prefix() + value + "@x.com");
        return own;
    }

    static Map<String, @Nullable Object> row(World world, String system, int person, @Nullable Object status) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        String name = NAMES.get(person % NAMES.size());
        if (system.equals("a") && world.setting.twoNames()) {
            row.put("FirstName", name.substring(0, name.indexOf(' ')));
            row.put("LastName", name.substring(name.indexOf(' ') + 1));
        } else {
            row.put("Name", name);
        }
        row.put("Email", world.prefix() + system + "-person" + world.step() + "@x.com");
        row.put("Phone", "+1555000000" + (1 + person % 3));
        row.put("Status", status);
        return row;
    }

    private static <T extends @Nullable Object> T one(List<T> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }
}

package io.recordsync.worker.delivery.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContentHashTest {

    @Property(tries = 100, seed = "1")
    void theOrderOfFieldsDoesNotMatter(@ForAll @Size(max = 8) Map<String, String> fields, @ForAll Random random) {
        Map<String, @Nullable Object> other = new LinkedHashMap<>();
        List<String> names = new ArrayList<>(fields.keySet());
        Collections.shuffle(names, random);
        names.forEach(name -> other.put(name, fields.get(name)));

        assertThat(ContentHash.of("Contact", other)).isEqualTo(ContentHash.of("Contact", new LinkedHashMap<>(fields)));
    }

    @Test
    void theOrderOfFieldsWithinAValueDoesNotMatterEither() {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("a", 1);
        one.put("b", 2);
        Map<String, Object> other = new LinkedHashMap<>();
        other.put("b", 2);
        other.put("a", 1);

        assertThat(ContentHash.of("Contact", Map.of("address", one)))
                .isEqualTo(ContentHash.of("Contact", Map.of("address", other)));
    }

    @Test
    void anotherValueAnotherNameAnotherObjectAndAClearedFieldAreOtherContent() {
        Map<String, @Nullable Object> cleared = new HashMap<>();
        cleared.put("LastName", null);

        assertThat(List.of(
                        ContentHash.of("Contact", Map.of("LastName", "Doe")),
                        ContentHash.of("Contact", Map.of("LastName", "Dee")),
                        ContentHash.of("Contact", Map.of("FirstName", "Doe")),
                        ContentHash.of("Lead", Map.of("LastName", "Doe")),
                        ContentHash.of("Contact", cleared),
                        ContentHash.of("Contact", Map.of())))
                .doesNotHaveDuplicates();
    }
}

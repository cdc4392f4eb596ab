package io.recordsync.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/** A contact as a record event carries it, cleaned as recordsync's presets do. */
record Contact(String id, String firstName, String lastName, String email, String phone, String type) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Contact of(byte[] event) {
        try {
            JsonNode item = JSON.readTree(event).required("item");
            String[] words = item.required("name").asText().strip().split("\\s+", 2);
            return new Contact(
                    item.required("id").asText(),
                    words.length == 1 ? "" : words[0],
                    words[words.length - 1],
                    item.required("email").asText().strip().toLowerCase(Locale.ROOT),
                    item.required("phone").asText().replaceAll("[^+0-9]", ""),
                    item.required("contact").asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

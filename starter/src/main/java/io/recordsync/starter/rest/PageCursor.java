package io.recordsync.starter.rest;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The end of a page, as text that callers send back without interpreting it. */
final class PageCursor {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private PageCursor() {}

    static String of(Record place) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(MAPPER.writeValueAsBytes(place));
    }

    /** @throws ResponseStatusException 400 if the text is not from an earlier page */
    static <T extends Record> T read(String cursor, Class<T> place) {
        try {
            byte[] json = Base64.getUrlDecoder().decode(cursor.getBytes(StandardCharsets.UTF_8));
            return MAPPER.readerFor(place).readValue(json);
        } catch (IllegalArgumentException | JacksonException e) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, "after must be the value of next from an earlier page.", e);
        }
    }
}

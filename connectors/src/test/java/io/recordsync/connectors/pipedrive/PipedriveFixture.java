package io.recordsync.connectors.pipedrive;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Deadline;
import io.recordsync.connectors.Permits.Permit;
import io.recordsync.connectors.RequestFixture;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Match;
import io.recordsync.connectors.Write.Operation;
import io.recordsync.connectors.http.AccountIds;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;

/** Answers as Pipedrive gives them, one after another. */
abstract class PipedriveFixture extends RequestFixture {

    static final String KEY = "a".repeat(40);
    static final String TYPE_KEY = "b".repeat(40);
    static final String SCORE_KEY = "c".repeat(40);
    static final String SEGMENTS_KEY = "d".repeat(40);
    static final Match BY_EMAIL = new Match("email", "ann@example.com");

    /** What the quota was asked for: account and cost. */
    final List<String> asked = new ArrayList<>();

    final CallScope counted = new CallScope(Deadline.in(Duration.ofSeconds(600)), (quota, cost, deadline) -> {
        asked.add(quota.account().endsWith(":search") ? "search" : "tokens " + cost);
        return Permit.UNCOUNTED;
    });

    PipedriveConnector connector() {
        return connector(PipedriveSettings.DEFAULT_NEWEST_CHECKED);
    }

    PipedriveConnector connector(int newestChecked) {
        return new PipedriveConnector(
                PipedriveConnector.KIND,
                new PipedriveSettings(
                        baseUrl(), "secret", "recordsync id", 20, 30_000, newestChecked, Optional.of("1")),
                http,
                AccountIds.inMemory(),
                InstantSource.system());
    }

    void answersFields() {
        answerFields(
                field("name", "Name", "varchar", false),
                field("email", "Email", "varchar", false),
                field("phone", "Phone", "phone", false),
                field("org_id", "Organization", "org", false),
                field("open_deals_count", "Open deals", "int", false),
                field(KEY, "Recordsync ID", "varchar", true),
                field(TYPE_KEY, "Contact type", "varchar", true),
                field(SCORE_KEY, "Score", "double", true),
                field(SEGMENTS_KEY, "Segments", "set", true));
    }

    void answerFields(String... fields) {
        answer(
                200,
                "{'success':true,'data':[%s],'additional_data':{'next_cursor':null}}"
                        .formatted(String.join(",", fields)));
    }

    static String field(String code, String name, String type, boolean custom) {
        return "{'field_code':'%s','field_name':'%s','field_type':'%s','is_custom_field':%s}"
                .formatted(code, name, type, custom);
    }

    void answersHits(int... ids) {
        String items = Arrays.stream(ids)
                .mapToObj("{'result_score':0.3,'item':{'id':%d,'type':'person'}}"::formatted)
                .collect(Collectors.joining(","));
        answer(200, "{'success':true,'data':{'items':[%s]},'additional_data':{'next_cursor':null}}".formatted(items));
    }

    void answersOne(String person) {
        answer(200, "{'success':true,'data':%s}".formatted(person));
    }

    void answersList(String... persons) {
        answersPage(null, persons);
    }

    void answersPage(@Nullable String next, String... persons) {
        answer(
                200,
                "{'success':true,'data':[%s],'additional_data':{'next_cursor':%s}}"
                        .formatted(String.join(",", persons), next == null ? "null" : "'" + next + "'"));
    }

    static String person(int id, String recordId, String... emails) {
        String entries = Arrays.stream(emails)
                .map(email -> "{'value':'%s','primary':%s,'label':'home'}".formatted(email, email.equals(emails[0])))
                .collect(Collectors.joining(","));
        return String.format(
                Locale.ROOT,
                "{'id':%d,'emails':[%s],'phones':[],'update_time':'2026-03-01T12:00:00Z','is_deleted':false,"
                        + "'custom_fields':{'%s':%s}}",
                id,
                entries,
                KEY,
                recordId.isEmpty() ? "null" : "'" + recordId + "'");
    }

    static Write ann(Optional<String> id, Map<String, @Nullable Object> more) {
        Map<String, @Nullable Object> content = new HashMap<>(Map.of("name", "Ann", "email", "ann@example.com"));
        content.putAll(more);
        return new Write(Operation.UPSERT, "persons", "A1", id, content, Optional.of(BY_EMAIL));
    }

    static Write ann() {
        return ann(Optional.empty(), Map.of());
    }

    /** The requests so far, but those for fields. */
    List<RecordedRequest> requests() {
        List<RecordedRequest> all = new ArrayList<>();
        for (int left = server.getRequestCount(); left > 0; left--) {
            RecordedRequest request = request();
            if (!line(request).contains("Fields")) {
                all.add(request);
            }
        }
        return all;
    }

    static List<String> lines(List<RecordedRequest> requests) {
        return requests.stream().map(RequestFixture::line).toList();
    }
}

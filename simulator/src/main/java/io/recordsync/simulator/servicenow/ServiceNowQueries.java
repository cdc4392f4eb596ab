package io.recordsync.simulator.servicenow;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.ApiRequest;
import io.recordsync.simulator.http.Json;
import io.recordsync.simulator.servicenow.ServiceNowSchema.Column;
import io.recordsync.simulator.servicenow.ServiceNowSchema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lists and single records, in all forms of {@code sysparm_display_value}. A page is limited before access rules hide
 * records, so that it may be short or empty although more records follow. Must be called atomically.
 */
final class ServiceNowQueries {

    private static final int DEFAULT_LIMIT = 10_000;

    private final ServiceNowTables tables;

    ServiceNowQueries(ServiceNowTables tables) {
        this.tables = tables;
    }

    /** @param firstVersion whether the address names v1, which answers 404 when nothing is found */
    ApiReply list(Table table, ApiRequest request, boolean firstVersion) {
        ServiceNowQuery query = ServiceNowQuery.parse(table, text(request));
        Stream<ServiceNowRow> matching = tables.rows(table).filter(query::matches);
        List<ServiceNowRow> found =
                query.order().map(matching::sorted).orElse(matching).toList();
        int from = Math.min(number(request, "sysparm_offset", 0), found.size());
        int limit = number(request, "sysparm_limit", DEFAULT_LIMIT);
        List<ServiceNowRow> page = found.subList(from, (int) Math.min(found.size(), (long) from + limit));
        ArrayNode result = Json.array();
        page.stream().filter(row -> !row.isHidden()).forEach(row -> result.add(shown(table, row, request)));
        if (firstVersion && result.isEmpty()) {
            throw ServiceNowRefusal.notFound();
        }
        ObjectNode body = Json.object();
        body.set("result", result);
        return withPaging(ApiReply.json(200, body), request, from, limit, found.size());
    }

    ApiReply one(Table table, String id, ApiRequest request, int status) {
        ServiceNowRow row =
                tables.find(table.name(), id).filter(any -> !any.isHidden()).orElseThrow(ServiceNowRefusal::notFound);
        ObjectNode body = Json.object();
        body.set("result", shown(row.table(), row, request));
        return ApiReply.json(status, body);
    }

    /** The query, with one more condition for each parameter that is the name of a column. */
    private static String text(ApiRequest request) {
        Stream<String> pairs = request.query().keySet().stream()
                .filter(name -> !name.startsWith("sysparm_"))
                .map(name -> name + "=" + request.parameter(name).orElse(""));
        return Stream.concat(Stream.of(request.parameter("sysparm_query").orElse("")), pairs)
                .collect(Collectors.joining("^"));
    }

    private static int number(ApiRequest request, String name, int otherwise) {
        String text = request.parameter(name).orElse("");
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : otherwise;
    }

    private static ApiReply withPaging(ApiReply reply, ApiRequest request, int from, int limit, int total) {
        ApiReply counted =
                isTrue(request, "sysparm_no_count") ? reply : reply.with("X-Total-Count", String.valueOf(total));
        return isTrue(request, "sysparm_suppress_pagination_header")
                ? counted
                : counted.with("Link", links(request, from, limit, total));
    }

    private static boolean isTrue(ApiRequest request, String parameter) {
        return request.parameter(parameter).orElse("").equals("true");
    }

    private static String links(ApiRequest request, int from, int limit, int total) {
        List<String> links = new ArrayList<>(List.of(link(request, 0, limit, "first")));
        if (from > 0) {
            links.add(link(request, Math.max(0, from - limit), limit, "prev"));
        }
        if ((long) from + limit < total) {
            links.add(link(request, from + limit, limit, "next"));
        }
        links.add(link(request, limit == 0 ? 0 : (Math.max(0, total - 1) / limit) * limit, limit, "last"));
        return String.join(",", links);
    }

    private static String link(ApiRequest request, int offset, int limit, String relation) {
        return String.format(
                Locale.ROOT,
                "<%s/%s?sysparm_limit=%d&sysparm_offset=%d>;rel=\"%s\"",
                request.origin(),
                String.join("/", request.path()),
                limit,
                offset,
                relation);
    }

    private ObjectNode shown(Table table, ServiceNowRow row, ApiRequest request) {
        ObjectNode shown = Json.object();
        for (String field : fields(table, request)) {
            put(shown, row, field, request);
        }
        return shown;
    }

    /** The requested columns, without those that do not exist. */
    private static List<String> fields(Table table, ApiRequest request) {
        return request.parameter("sysparm_fields").filter(names -> !names.isBlank()).stream()
                .flatMap(names -> Stream.of(names.split(",")))
                .map(String::strip)
                .filter(name -> ServiceNowQuery.knows(table, name))
                .collect(Collectors.collectingAndThen(
                        Collectors.toList(),
                        asked -> request.parameter("sysparm_fields").isPresent() ? asked : names(table)));
    }

    private static List<String> names(Table table) {
        return table.columns().stream().map(Column::name).toList();
    }

    private void put(ObjectNode shown, ServiceNowRow row, String field, ApiRequest request) {
        String form = request.parameter("sysparm_display_value").orElse("false");
        boolean linked = !isTrue(request, "sysparm_exclude_reference_link");
        Optional<String> link = row.table()
                .column(field)
                .filter(column ->
                        linked && column.isReference() && !row.value(field).isEmpty())
                .map(column -> request.origin() + "/api/now/table/" + column.flag() + "/" + row.value(field));
        if (form.equals("all")) {
            ObjectNode both = shown.putObject(field).put("display_value", row.display(field));
            link.ifPresent(address -> both.put("link", address));
            both.put("value", row.value(field));
        } else if (link.isPresent()) {
            String name = form.equals("true") ? "display_value" : "value";
            String value = form.equals("true") ? row.display(field) : row.value(field);
            shown.putObject(field).put(name, value).put("link", link.get());
        } else {
            shown.put(field, form.equals("true") ? row.display(field) : row.value(field));
        }
    }
}

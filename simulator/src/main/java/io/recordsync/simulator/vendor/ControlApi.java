package io.recordsync.simulator.vendor;

import io.recordsync.simulator.faults.Fault;
import io.recordsync.simulator.faults.FaultPlan;
import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.ApiRequest;
import io.recordsync.simulator.http.Json;
import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.store.CrmStore;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The HTTP controls of a simulator, for other processes, under {@code /_simulator}. No vendor has this path, and its
 * calls count against no quota.
 */
final class ControlApi {

    private static final String PREFIX = "_simulator";
    private static final String DEFAULT_PAGE = "1000";

    private final Simulator simulator;
    private final EditControls edits;

    ControlApi(Simulator simulator) {
        this.simulator = simulator;
        this.edits = new EditControls(simulator);
    }

    static boolean owns(ApiRequest request) {
        return request.startsWith(PREFIX);
    }

    ApiReply answer(ApiRequest request) {
        try {
            return switch (request.method()) {
                case "GET" -> read(request);
                case "POST" -> posted(request.segment(1), Json.read(request.body()));
                default -> failure(405, "Use GET or POST.");
            };
        } catch (IllegalArgumentException | JacksonException e) {
            return failure(400, "This control could not be read: " + e.getMessage());
        }
    }

    private ApiReply read(ApiRequest request) {
        return switch (request.segment(1)) {
            case "counts" -> ApiReply.readable(simulator.counts());
            case "journal" -> ApiReply.readable(journal(request));
            case "store" ->
                ApiReply.readable(Map.of(
                        "objects",
                        request.parameter("type").map(simulator.store()::all).orElseGet(simulator.store()::all)));
            case "faults" -> ApiReply.readable(plan(simulator.faults().plan()));
            case "quota" -> ApiReply.readable(simulator.plan());
            case "behaviour" -> ApiReply.readable(EditControls.shown(simulator.behaviour()));
            default -> unknown();
        };
    }

    /** A page of the journal, and the total number of entries. */
    private Map<String, Object> journal(ApiRequest request) {
        long after = Long.parseLong(request.parameter("after").orElse("0"));
        int limit = Integer.parseInt(request.parameter("limit").orElse(DEFAULT_PAGE));
        CrmStore store = simulator.store();
        return Map.of("entries", store.journalAfter(after, limit), "total", store.journalSize());
    }

    private ApiReply posted(String control, JsonNode body) {
        return edits.answer(control, body).orElseGet(() -> control(control, body));
    }

    private ApiReply control(String control, JsonNode body) {
        switch (control) {
            case "faults" -> simulator.faults().plan(faultPlan(body));
            case "quota" -> simulator.plan(quota(body));
            case "behaviour" -> simulator.behave(EditControls.behaviour(simulator.behaviour(), body));
            case "outage" -> simulator.outage(body.required("on").asBoolean());
            case "down" ->
                simulator.downFor(
                        Duration.ofMillis(body.required("milliseconds").asLong()));
            case "delay" ->
                simulator.beforeEach(delay(
                        Duration.ofMillis(body.required("milliseconds").asLong()),
                        body.path("naming").asString("")));
            case "next" ->
                body.required("faults").forEach(fault -> simulator.faults().queue(fault(fault)));
            case "refuse" -> simulator.faults().refuse(body.required("recordId").asString());
            case "accept" -> simulator.faults().accept(body.required("recordId").asString());
            case "expire-tokens" -> simulator.expireTokens();
            case "secret" -> simulator.rotateSecret(body.required("secret").asString());
            case "plain-creates" -> simulator.plainCreates(body.required("on").asBoolean());
            default -> {
                return unknown();
            }
        }
        return ApiReply.readable(Map.of("done", control));
    }

    /** @param naming only calls whose address or body contains this text are delayed */
    private Consumer<ApiRequest> delay(Duration length, String naming) {
        return request -> {
            if (request.body().contains(naming) || request.path().contains(naming)) {
                simulator.pause(length);
            }
        };
    }

    private AccountPlan quota(JsonNode body) {
        if (body.path("unlimited").asBoolean(false)) {
            return AccountPlan.UNLIMITED;
        }
        AccountPlan now = simulator.plan();
        return new AccountPlan(
                body.path("perDay").asLong(now.perDay()),
                body.path("perWindow").asInt(now.perWindow()),
                body.path("searchesPerWindow").asInt(now.searchesPerWindow()));
    }

    /** Values that are missing are taken from the named plan, or else from the current one. */
    private FaultPlan faultPlan(JsonNode body) {
        FaultPlan base = body.has("plan")
                ? FaultPlan.named(body.required("plan").asString())
                : simulator.faults().plan();
        return new FaultPlan(
                body.path("serverErrors").asDouble(base.serverErrors()),
                body.path("limitErrors").asDouble(base.limitErrors()),
                body.path("hangs").asDouble(base.hangs()),
                body.path("breaks").asDouble(base.breaks()),
                body.path("lostReplies").asDouble(base.lostReplies()),
                body.path("lateWrites").asDouble(base.lateWrites()),
                body.path("refusedRecords").asDouble(base.refusedRecords()),
                millis(body, "hangMilliseconds", base.hang()),
                millis(body, "latestMilliseconds", base.latest()),
                millis(body, "retryAfterMilliseconds", base.retryAfter()));
    }

    private static ObjectNode plan(FaultPlan plan) {
        return Json.object()
                .put("serverErrors", plan.serverErrors())
                .put("limitErrors", plan.limitErrors())
                .put("hangs", plan.hangs())
                .put("breaks", plan.breaks())
                .put("lostReplies", plan.lostReplies())
                .put("lateWrites", plan.lateWrites())
                .put("refusedRecords", plan.refusedRecords())
                .put("hangMilliseconds", plan.hang().toMillis())
                .put("latestMilliseconds", plan.latest().toMillis())
                .put("retryAfterMilliseconds", plan.retryAfter().toMillis());
    }

    private Fault fault(JsonNode node) {
        FaultPlan plan = simulator.faults().plan();
        Duration hang = millis(node, "hangMilliseconds", plan.hang());
        boolean reset = node.path("reset").asBoolean(true);
        return switch (node.required("fault").asString()) {
            case "none" -> new Fault.None();
            case "server-error" -> new Fault.ServerError();
            case "limit-error" -> new Fault.LimitError(millis(node, "retryAfterMilliseconds", plan.retryAfter()));
            case "hang" -> new Fault.Hang(hang);
            case "break" -> new Fault.Break(reset);
            case "lost-reply" -> new Fault.LostReply(reset);
            case "late-write" -> new Fault.LateWrite(millis(node, "afterMilliseconds", plan.latest()), hang);
            case "reply" ->
                new Fault.Scripted(ApiReply.json(node.required("status").asInt(), node.path("body")));
            default -> throw new IllegalArgumentException("unknown fault");
        };
    }

    private static Duration millis(JsonNode node, String name, Duration otherwise) {
        return Duration.ofMillis(node.path(name).asLong(otherwise.toMillis()));
    }

    private static ApiReply unknown() {
        return failure(404, "There is no such control; see the simulator's README.");
    }

    private static ApiReply failure(int status, String message) {
        return ApiReply.json(status, Map.of("error", message));
    }
}

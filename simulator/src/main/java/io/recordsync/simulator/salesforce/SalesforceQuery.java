package io.recordsync.simulator.salesforce;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query in the supported subset of SOQL: {@code SELECT a,b FROM X [WHERE f op literal | f IN (…), with AND, OR and
 * brackets] [ORDER BY f [ASC|DESC], …] [LIMIT n]}.
 */
record SalesforceQuery(List<String> fields, String type, Filter filter, List<Order> orders, int limit) {

    /** The condition on a row. */
    sealed interface Filter {}

    record All(List<Filter> parts) implements Filter {}

    record Any(List<Filter> parts) implements Filter {}

    /** @param values one literal, or those of an {@code IN} list, without quotes */
    record Condition(String field, String operator, List<String> values) implements Filter {}

    record Order(String field, boolean descending) {}

    /** @throws SalesforceRefusal {@code MALFORMED_QUERY} */
    static SalesforceQuery parse(String query) {
        return new Parser(query).query();
    }

    private static final class Parser {

        private static final Pattern TOKEN =
                Pattern.compile("\\s*(?:('(?:[^'\\\\]|\\\\.)*')|([A-Za-z0-9_.:+-]+)|(<=|>=|!=|<>|[=<>(),]))");

        private final List<String> tokens = new ArrayList<>();
        private int at;

        private Parser(String query) {
            Matcher matcher = TOKEN.matcher(query);
            int end = 0;
            while (matcher.find() && matcher.start() == end) {
                tokens.add(matcher.group().strip());
                end = matcher.end();
            }
            if (!query.substring(end).isBlank()) {
                throw malformed(query.substring(end).strip());
            }
        }

        private SalesforceQuery query() {
            expect("SELECT");
            List<String> fields = list(this::next);
            expect("FROM");
            String type = next();
            Filter filter = accept("WHERE") ? filter() : new All(List.of());
            List<Order> orders = accept("ORDER") ? orders() : List.of();
            int limit = accept("LIMIT") ? number() : Integer.MAX_VALUE;
            if (at < tokens.size()) {
                throw malformed(tokens.get(at));
            }
            return new SalesforceQuery(fields, type, filter, orders, limit);
        }

        /** SOQL allows AND and OR in one condition only with brackets. */
        private Filter filter() {
            Filter first = part();
            if (accept("OR")) {
                return new Any(rest(first, "OR"));
            }
            return accept("AND") ? new All(rest(first, "AND")) : first;
        }

        private List<Filter> rest(Filter first, String word) {
            List<Filter> parts = new ArrayList<>(List.of(first));
            do {
                parts.add(part());
            } while (accept(word));
            return parts;
        }

        private Filter part() {
            if (!accept("(")) {
                return condition();
            }
            Filter inner = filter();
            expect(")");
            return inner;
        }

        private Condition condition() {
            String field = next();
            String operator = next().toUpperCase(Locale.ROOT);
            if (operator.equals("IN")) {
                expect("(");
                List<String> values = list(this::literal);
                expect(")");
                return new Condition(field, operator, values);
            }
            if (!List.of("=", "!=", "<>", ">", ">=", "<", "<=").contains(operator)) {
                throw malformed(operator);
            }
            return new Condition(field, operator, List.of(literal()));
        }

        private List<Order> orders() {
            expect("BY");
            return list(() -> {
                String field = next();
                boolean descending = accept("DESC");
                accept(descending ? "" : "ASC");
                return new Order(field, descending);
            });
        }

        private <T> List<T> list(Supplier<T> item) {
            List<T> items = new ArrayList<>();
            do {
                items.add(item.get());
            } while (accept(","));
            return items;
        }

        private String literal() {
            String token = next();
            if (!token.startsWith("'")) {
                return token.equalsIgnoreCase("null") ? "" : token;
            }
            return token.substring(1, token.length() - 1).replaceAll("\\\\(.)", "$1");
        }

        private int number() {
            String token = next();
            try {
                return Integer.parseInt(token);
            } catch (NumberFormatException e) {
                throw malformed(token);
            }
        }

        private void expect(String word) {
            if (!accept(word)) {
                throw malformed(at < tokens.size() ? tokens.get(at) : "<EOF>");
            }
        }

        private boolean accept(String word) {
            boolean here = at < tokens.size() && tokens.get(at).equalsIgnoreCase(word);
            at += here ? 1 : 0;
            return here;
        }

        private String next() {
            if (at == tokens.size()) {
                throw malformed("<EOF>");
            }
            return tokens.get(at++);
        }

        private static SalesforceRefusal malformed(String token) {
            return new SalesforceRefusal(400, "MALFORMED_QUERY", "unexpected token: '" + token + "'");
        }
    }
}

package io.recordsync.simulator.salesforce;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query of the subset that is understood: {@code SELECT a,b FROM X [WHERE f op literal | f IN (…) [AND …]] [ORDER BY f
 * [ASC|DESC], …] [LIMIT n]}.
 */
record Soql(List<String> fields, String type, List<Condition> conditions, List<Order> orders, int limit) {

    /** @param values one literal, or those of an {@code IN} list; quotes are taken off */
    record Condition(String field, String operator, List<String> values) {}

    record Order(String field, boolean descending) {}

    /** @throws SalesforceRefusal {@code MALFORMED_QUERY} */
    static Soql parse(String query) {
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

        private Soql query() {
            expect("SELECT");
            List<String> fields = list(this::next);
            expect("FROM");
            String type = next();
            List<Condition> conditions = accept("WHERE") ? conditions() : List.of();
            List<Order> orders = accept("ORDER") ? orders() : List.of();
            int limit = accept("LIMIT") ? number() : Integer.MAX_VALUE;
            if (at < tokens.size()) {
                throw malformed(tokens.get(at));
            }
            return new Soql(fields, type, conditions, orders, limit);
        }

        private List<Condition> conditions() {
            List<Condition> conditions = new ArrayList<>();
            do {
                conditions.add(condition());
            } while (accept("AND"));
            return conditions;
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

package io.recordsync.connectors.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Joins the terms of a query, such as the values of a list, into as few texts as the length of an address allows. */
public final class QueryTerms {

    private QueryTerms() {}

    /**
     * @param maxLength the largest length of a text in an address, in characters; a longer term has a text of its own
     * @return at least one text, which is empty if there are no terms
     */
    public static List<String> joined(List<String> terms, String separator, int maxLength) {
        List<String> texts = new ArrayList<>();
        List<String> open = new ArrayList<>();
        int length = 0;
        for (String term : terms) {
            int added = length(separator + term);
            if (!open.isEmpty() && length + added > maxLength) {
                texts.add(String.join(separator, open));
                open.clear();
                length = 0;
            }
            open.add(term);
            length += added;
        }
        texts.add(String.join(separator, open));
        return texts;
    }

    /** The length of a text in an address, in characters. */
    public static int length(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).length();
    }
}

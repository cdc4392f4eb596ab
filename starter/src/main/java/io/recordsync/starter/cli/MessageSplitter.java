package io.recordsync.starter.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Splits a file's content into messages. Their bytes stay unchanged, whatever they are. */
final class MessageSplitter {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private MessageSplitter() {}

    /**
     * Returns one message for each line that is not blank. If the whole input is a JSON document and its first line is
     * not, returns the input as one message.
     */
    static List<byte[]> split(byte[] input) {
        List<byte[]> lines = lines(input);
        boolean isDocument = lines.size() > 1 && !isJson(lines.getFirst()) && isJson(input);
        return isDocument ? List.of(input) : lines;
    }

    private static List<byte[]> lines(byte[] input) {
        List<byte[]> lines = new ArrayList<>();
        int start = 0;
        for (int end = 0; end <= input.length; end++) {
            if (end == input.length || input[end] == '\n') {
                addUnlessBlank(lines, Arrays.copyOfRange(input, start, withoutReturn(input, start, end)));
                start = end + 1;
            }
        }
        return lines;
    }

    private static int withoutReturn(byte[] input, int start, int end) {
        return end > start && input[end - 1] == '\r' ? end - 1 : end;
    }

    private static void addUnlessBlank(List<byte[]> lines, byte[] line) {
        for (byte letter : line) {
            if (letter != ' ' && letter != '\t') {
                lines.add(line);
                return;
            }
        }
    }

    private static boolean isJson(byte[] text) {
        try {
            return !MAPPER.readTree(text).isMissingNode();
        } catch (JacksonException e) {
            return false;
        }
    }
}

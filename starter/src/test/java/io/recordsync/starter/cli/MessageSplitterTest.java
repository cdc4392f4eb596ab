package io.recordsync.starter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageSplitterTest {

    @Test
    void eachLineIsAMessage() {
        assertThat(split("{\"a\":1}\n{\"a\":2}")).containsExactly("{\"a\":1}", "{\"a\":2}");
    }

    @Test
    void aDocumentOfSeveralLinesIsOneMessage() {
        assertThat(split("{\n  \"a\": 1\n}\n")).containsExactly("{\n  \"a\": 1\n}\n");
    }

    @Test
    void malformedLinesAreMessagesToo() {
        assertThat(split("{\"a\":\nnonsense\n{\"a\":1}")).containsExactly("{\"a\":", "nonsense", "{\"a\":1}");
    }

    @Test
    void blankLinesAndEndsOfLinesOfAnySystemAreNoPartOfAMessage() {
        assertThat(split("\r\n\n  \n1\r\n2\n\n")).containsExactly("1", "2");
        assertThat(split("")).isEmpty();
    }

    @Test
    void bytesThatAreNoTextStayAsTheyAre() {
        byte[] odd = {(byte) 0xff, 0, (byte) 0xfe};
        assertThat(MessageSplitter.split(odd)).singleElement().isEqualTo(odd);
    }

    private static List<String> split(String text) {
        return MessageSplitter.split(text.getBytes(StandardCharsets.UTF_8)).stream()
                .map(message -> new String(message, StandardCharsets.UTF_8))
                .toList();
    }
}

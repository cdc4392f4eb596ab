package io.recordsync.simulator.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharesTest {

    @Test
    void textAndJsonMeanTheSame() {
        assertThat(Shares.parse("create=60, update=35,delete=5"))
                .isEqualTo(Shares.parse("create:60,update:35,delete:5"))
                .isEqualTo(Shares.parse("{\"create\":60,\"update\":35,\"delete\":5}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"create=60,update=35", "create=101,update=-1", "create=60.5,update=39.4", "{\"create\":99}"})
    void sharesMustAddUpTo100(String text) {
        assertThatThrownBy(() -> Shares.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must add up to 100");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "create", "create=x", "{\"create\":\"x\"}", "{"})
    void whatIsNoShareIsRefused(String text) {
        assertThatThrownBy(() -> Shares.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void decimalsAreExact() {
        assertThat(Shares.parse("a=33.3,b=33.3,c=33.4").percents()).hasSize(3);
    }
}

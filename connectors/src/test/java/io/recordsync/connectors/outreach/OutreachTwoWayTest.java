package io.recordsync.connectors.outreach;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Linked;
import io.recordsync.connectors.TwoWayContract;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Operation;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutreachTwoWayTest extends TwoWayContract {

    OutreachTwoWayTest() {
        super(new OutreachUnderTest());
    }

    @Test
    void anAccountIsMetByItsCustomIdAndWrittenOnlyAfterALostAnswer() {
        assertThat(effect(connector.write(account("Acme"), scope()))).isEqualTo(Effect.CREATED);

        Outcome met = connector.write(account("Acme Ltd"), scope());
        assertThat(met)
                .isInstanceOfSatisfying(
                        Linked.class,
                        linked -> assertThat(linked.row().content()).containsExactly(Map.entry("name", "Acme")));

        assertThat(effect(connector.write(inDoubt(account("Acme Ltd")), scope())))
                .isEqualTo(Effect.UPDATED);
        assertThat(simulator().store().all("accounts"))
                .singleElement()
                .satisfies(account -> assertThat(account.field("name")).isEqualTo("Acme Ltd"));
    }

    private static Write account(String name) {
        return new Write(
                Operation.CREATE,
                "accounts",
                "acme,..1",
                Optional.empty(),
                Map.of("name", name),
                Optional.empty(),
                1,
                false);
    }
}

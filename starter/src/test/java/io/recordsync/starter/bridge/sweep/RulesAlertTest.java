package io.recordsync.starter.bridge.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.recordsync.process.ErrorIds;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** How often the starter alerts people that live workers have had different rules for a long time. */
class RulesAlertTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(RulesAlert.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private List<String> rules = List.of("abc");
    private boolean isOldest = true;
    private final RulesAlert alert = new RulesAlert(() -> rules, () -> isOldest, new ErrorIds(new Random(1)));

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(log);
    }

    @Test
    void rulesThatDifferForLongAreOneAlertHoweverOftenSomebodyLooks() {
        alert.look();
        assertThat(alerts()).isEmpty();

        rules = List.of("abc", "def");
        alert.look();
        alert.look();

        assertThat(alerts()).singleElement().asString().contains("abc, def").contains("SYNC_RULES");
    }

    @Test
    void whenTheRulesDifferAgainThatIsAnotherAlert() {
        rules = List.of("abc", "def");
        alert.look();
        rules = List.of("def");
        alert.look();
        rules = List.of("def", "ghi");
        alert.look();

        assertThat(alerts()).hasSize(2);
    }

    @Test
    void aProcessThatIsNotTheOldestSaysNothing() {
        isOldest = false;
        rules = List.of("abc", "def");
        alert.look();

        assertThat(alerts()).isEmpty();
    }

    private List<String> alerts() {
        return log.list.stream()
                .filter(line -> line.getLevel() == Level.ERROR)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}

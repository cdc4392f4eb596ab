package io.recordsync.process;

import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The beans of every process: the clock, randomness, error ids, the metric of periodic tasks, and what Spring Boot
 * configures automatically.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class SharedConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    RandomGenerator random() {
        return new SecureRandom();
    }

    @Bean
    ErrorIds errorIds(RandomGenerator random) {
        return new ErrorIds(random);
    }

    @Bean
    LastSuccess lastSuccess(MeterRegistry registry) {
        return new LastSuccess(registry);
    }
}

package io.recordsync.settings;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What every process has: the clock, randomness, ids for errors, and what Spring Boot configures by itself. */
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
}

package io.recordsync.settings;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How a start waits for its servers. */
@Configuration(proxyBeanMethods = false)
class StartConfiguration {

    @Bean
    StartWait startWait(StartSettings settings) {
        return new StartWait(settings);
    }
}

package io.recordsync.process;

import io.recordsync.settings.StartSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Creates the component that waits for servers at the start. */
@Configuration(proxyBeanMethods = false)
class StartConfiguration {

    @Bean
    StartWait startWait(StartSettings settings) {
        return new StartWait(settings);
    }
}

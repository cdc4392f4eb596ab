package io.recordsync.process;

import io.recordsync.settings.SettingException;
import io.recordsync.settings.Settings;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import picocli.CommandLine.ExitCode;

/**
 * Starts processes. Each is a Spring Boot application without banner or start-up messages, and without configuration
 * from unnamed places.
 */
public final class ProcessLauncher {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessLauncher.class);

    private ProcessLauncher() {}

    /**
     * Starts a process and returns when it is ready. The caller closes it.
     *
     * @throws StartException if it cannot start for a reason that a person can remove
     */
    public static RunningProcess start(ProcessPlan plan, Settings settings) {
        try {
            return new RunningProcess(application(plan, settings).run());
        } catch (RuntimeException e) {
            throw reason(e);
        }
    }

    /** Starts a process, calls {@code ready}, and runs it until this program is told to stop. Returns the exit code. */
    public static int run(ProcessPlan plan, Settings settings, Consumer<RunningProcess> ready)
            throws InterruptedException {
        RunningProcess process = start(plan, settings);
        Runtime.getRuntime().addShutdownHook(new Thread(process::close, plan.name() + "-stop"));
        ready.accept(process);
        process.awaitClosed();
        return 0;
    }

    /**
     * Ends this program with exit code 1, because it cannot do its work and cannot recover, so that its supervisor
     * starts another one. Returns at once, because the shutdown waits for the calling thread.
     *
     * @param sentence what cannot be done and why, for the log
     */
    public static void end(String sentence) {
        LOG.error("{}", sentence);
        Thread.ofPlatform().name("end").start(() -> System.exit(ExitCode.SOFTWARE));
    }

    private static SpringApplication application(ProcessPlan plan, Settings settings) {
        SpringApplication application = new SpringApplication(SharedConfiguration.class);
        application.addPrimarySources(plan.configurations());
        application.setMainApplicationClass(SharedConfiguration.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.setRegisterShutdownHook(false);
        application.setWebApplicationType(
                plan.port().isPresent() ? WebApplicationType.SERVLET : WebApplicationType.NONE);
        application.setEnvironment(environment(plan, settings));
        application.addInitializers(context -> registerRecords(context, settings));
        return application;
    }

    private static void registerRecords(ConfigurableApplicationContext context, Settings settings) {
        context.getBeanFactory().registerSingleton(Settings.class.getName(), settings);
        settings.records()
                .forEach((type, record) -> context.getBeanFactory().registerSingleton(type.getName(), record));
    }

    private static StandardEnvironment environment(ProcessPlan plan, Settings settings) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("recordsync", BootProperties.of(plan, settings)));
        return environment;
    }

    private static RuntimeException reason(RuntimeException failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartException || cause instanceof SettingException) {
                return (RuntimeException) cause;
            }
        }
        return failure;
    }
}

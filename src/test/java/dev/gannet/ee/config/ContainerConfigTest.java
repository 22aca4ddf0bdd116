package dev.gannet.ee.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ContainerConfigTest {
    private static final ConfigValue NONE = proxy(ConfigValue.class, null);
    private final ContainerConfig config = new ContainerConfig(proxy(Config.class, NONE));

    @AfterEach
    void clear() {
        System.clearProperty(ContainerConfig.ARGUMENTS);
    }

    @Test
    void shouldTakeTheFlagsOfALauncherAsTheyAre() {
        // given what MicroProfile Config would take for an expression, two lines, and an empty argument at the end
        System.setProperty(ContainerConfig.ARGUMENTS, "--user\0a\nb\0--pass\0${p}\\\0-n\0\0");

        // then
        assertThat(config.isLaunched()).isTrue();
        assertThat(config.read().config().authorization().password()).isEqualTo("${p}\\");
        assertThat(config.read().config().authorization().user()).isEqualTo("a\nb");
    }

    @Test
    void shouldDoWithoutALauncher() {
        assertThat(config.isLaunched()).isFalse();
        assertThat(config.read().config().client().port()).isEqualTo(4222);
    }

    /** Answers each call for a value with {@code answer}, and each for names with none. */
    private static <T> T proxy(Class<T> type, @Nullable Object answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> method.getReturnType() == Iterable.class ? List.of() : answer));
    }
}

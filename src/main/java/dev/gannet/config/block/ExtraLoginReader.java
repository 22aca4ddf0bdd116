package dev.gannet.config.block;

import dev.gannet.config.conf.ConfValue;
import dev.gannet.config.feature.ExtraLogin;
import dev.gannet.config.key.KeyTable;
import dev.gannet.config.key.Problems;
import dev.gannet.config.key.Seconds;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import dev.gannet.config.key.UnknownKey;
import java.math.BigDecimal;
import java.time.Duration;

/** Reads {@code authorization} of the blocks {@code websocket} and {@code mqtt}. */
final class ExtraLoginReader {
    /**
     * An {@link ExtraLogin} while it is read.
     *
     * <p><b>Owner:</b> the thread that reads the configuration.
     */
    static final class LoginDraft {
        private String user = "";
        private String password = "";
        private String token = "";
        private Duration timeout = Duration.ZERO;

        ExtraLogin toConfig(String noAuthUser) {
            return new ExtraLogin(user, password, token, noAuthUser, timeout);
        }
    }

    private final KeyTable<LoginDraft> keys = new KeyTable<>(UnknownKey::field);

    ExtraLoginReader() {
        keys.string((draft, user) -> draft.user = user, "user", "username")
                .string((draft, password) -> draft.password = password, "password", "pass")
                .string((draft, token) -> draft.token = token, "token")
                .key((setting, draft, problems) -> draft.timeout = timeout(setting), "timeout");
    }

    KeyTable<?> keys() {
        return keys;
    }

    LoginDraft read(Setting setting, Problems problems) throws SettingException {
        LoginDraft draft = new LoginDraft();
        keys.read(setting.map(), draft, problems);
        return draft;
    }

    /** As in the reference server, whatever is no number is a second. */
    private static Duration timeout(Setting setting) {
        if (setting.value() instanceof ConfValue.IntegerValue number) {
            return Seconds.toDuration(BigDecimal.valueOf(number.integer()));
        }
        if (setting.value() instanceof ConfValue.FloatValue number) {
            return Seconds.toDuration(BigDecimal.valueOf(number.number()));
        }
        return Duration.ofSeconds(1);
    }
}

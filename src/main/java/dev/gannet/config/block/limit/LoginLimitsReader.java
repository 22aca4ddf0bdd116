package dev.gannet.config.block.limit;

import dev.gannet.config.key.KeyTable;
import dev.gannet.config.key.Problems;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import dev.gannet.config.key.UnknownKey;
import dev.gannet.config.limit.LoginLimitsConfig;
import java.time.Duration;

/** Reads {@code login_limits}: what those may ask of the server who have not shown yet who they are. */
public final class LoginLimitsReader {
    /** A {@link LoginLimitsConfig} while it is read. */
    private static final class LoginLimitsDraft {
        private static final LoginLimitsConfig DEFAULTS = LoginLimitsConfig.defaults();
        long maxUnauthenticated = DEFAULTS.maxUnauthenticated();
        long failures = DEFAULTS.failures();
        Duration within = DEFAULTS.within();
        Duration delay = DEFAULTS.delay();
        Duration delayMax = DEFAULTS.delayMax();
    }

    private final KeyTable<LoginLimitsDraft> keys = new KeyTable<>(UnknownKey::field);

    public LoginLimitsReader() {
        keys.key(
                        (setting, draft, problems) ->
                                draft.maxUnauthenticated = number(setting, Integer.MAX_VALUE, false),
                        "max_unauthenticated")
                .key(
                        (setting, draft, problems) ->
                                draft.failures = number(setting, LoginLimitsConfig.FAILURES_MAX, true),
                        "failures")
                .key((setting, draft, problems) -> draft.within = time(setting, LoginLimitsConfig.WITHIN_MAX), "within")
                .key((setting, draft, problems) -> draft.delay = time(setting, LoginLimitsConfig.DELAY_MAX), "delay")
                .key(
                        (setting, draft, problems) -> draft.delayMax = time(setting, LoginLimitsConfig.DELAY_MAX),
                        "delay_max");
    }

    public KeyTable<?> keys() {
        return keys;
    }

    public LoginLimitsConfig read(Setting setting, Problems problems) throws SettingException {
        LoginLimitsDraft draft = new LoginLimitsDraft();
        keys.read(setting.map(), draft, problems);
        if (draft.delay.compareTo(draft.delayMax) > 0) {
            throw setting.fault("delay can not be longer than delay_max");
        }
        return new LoginLimitsConfig(
                (int) draft.maxUnauthenticated, (int) draft.failures, draft.within, draft.delay, draft.delayMax);
    }

    private static long number(Setting setting, long max, boolean mayBeUnlimited) throws SettingException {
        long number = setting.integer();
        if ((mayBeUnlimited && number == LoginLimitsConfig.UNLIMITED) || (number >= 1 && number <= max)) {
            return number;
        }
        throw setting.fault(setting.key() + " has to be 1 to " + max + (mayBeUnlimited ? ", or -1 for no limit" : "")
                + ", got " + number);
    }

    private static Duration time(Setting setting, Duration max) throws SettingException {
        Duration time = setting.duration();
        if (time.isNegative() || time.isZero() || time.compareTo(max) > 0) {
            throw setting.fault(setting.key() + " has to be more than 0, and at most " + max.toSeconds() + "s");
        }
        return time;
    }
}

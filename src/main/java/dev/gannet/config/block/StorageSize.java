package dev.gannet.config.block;

import dev.gannet.base.Quoted;
import dev.gannet.config.conf.ConfValue;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;

/** A size as JetStream takes it: a number, or a text with a unit of which each is 1024 of the one before (CF-53). */
final class StorageSize {
    private static final String UNITS = "KMGT";
    private static final int UNIT_BITS = 10;

    private StorageSize() {}

    /** Returns the bytes; {@code name} is how errors call the key. */
    static long of(Setting setting, String name) throws SettingException {
        if (setting.value() instanceof ConfValue.IntegerValue number) {
            return number.integer();
        }
        if (!(setting.value() instanceof ConfValue.StringValue value)) {
            throw setting.fault(name + " must be int64 or string");
        }
        String text = value.string();
        if (text.isEmpty()) {
            return 0;
        }
        long number = number(setting, name, text.substring(0, text.length() - 1));
        int unit = UNITS.indexOf(text.charAt(text.length() - 1));
        if (unit < 0) {
            throw setting.fault(name + " sizes defined as strings must end in K, M, G, T");
        }
        try {
            return Math.multiplyExact(number, 1L << (UNIT_BITS * (unit + 1)));
        } catch (ArithmeticException e) {
            throw setting.fault(name + " is too large: " + text);
        }
    }

    private static long number(Setting setting, String name, String text) throws SettingException {
        String fault = name + " strconv.ParseInt: parsing " + Quoted.of(text) + ": ";
        if (!text.matches("[-+]?[0-9]+")) {
            throw setting.fault(fault + "invalid syntax");
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw setting.fault(fault + "value out of range");
        }
    }
}

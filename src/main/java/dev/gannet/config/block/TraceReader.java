package dev.gannet.config.block;

import dev.gannet.base.Quoted;
import dev.gannet.config.TraceConfig;
import dev.gannet.config.conf.ConfValue;
import dev.gannet.config.key.KeyTable;
import dev.gannet.config.key.Problems;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import dev.gannet.config.key.UnknownKey;
import dev.gannet.subject.Subjects;
import org.jspecify.annotations.Nullable;

/** Reads {@code msg_trace} of an account: a subject, or a block with it and a share of the messages (CF-189). */
public final class TraceReader {
    /** A {@link TraceConfig} while it is read. */
    private static final class TraceDraft {
        @Nullable
        String destination;

        int samplingPercent; // Zero if there is none.
    }

    /** {@code block} is how the block is called where it stands. */
    private static KeyTable<TraceDraft> keys(String block) {
        return new KeyTable<TraceDraft>(key -> UnknownKey.messageTrace(key, block))
                .key((setting, draft, problems) -> draft.destination = destination(setting), "dest")
                .key((setting, draft, problems) -> draft.samplingPercent = sampling(setting), "sampling");
    }

    public KeyTable<?> keys() {
        return keys("msg_trace");
    }

    /** Returns null for a block that says nothing. */
    public @Nullable TraceConfig read(Setting setting, Problems problems) throws SettingException {
        if (setting.value() instanceof ConfValue.StringValue) {
            return new TraceConfig(destination(setting), TraceConfig.SAMPLING_MAX);
        }
        ConfValue.MapValue block = setting.map(
                "Expected account message trace " + Quoted.of(setting.key()) + " to be a string or a map/struct, got ");
        TraceDraft draft = new TraceDraft();
        keys(setting.key()).read(block, draft, problems);
        if (draft.destination != null) {
            int sampling = draft.samplingPercent == 0 ? TraceConfig.SAMPLING_MAX : draft.samplingPercent;
            return new TraceConfig(draft.destination, sampling);
        }
        if (draft.samplingPercent != 0) {
            problems.warn(setting.position() + ": Trace destination sampling ignored since no destination was set");
        }
        return null;
    }

    private static String destination(Setting setting) throws SettingException {
        if (!(setting.value() instanceof ConfValue.StringValue text)) {
            throw setting.fault("Field " + Quoted.of(setting.key()) + " should be a string, got "
                    + setting.value().typeName());
        }
        if (!Subjects.isPublishable(text.string())) {
            throw setting.fault("Trace destination " + Quoted.of(text.string()) + " is not valid");
        }
        return text.string();
    }

    private static int sampling(Setting setting) throws SettingException {
        String whole = setting.value().text();
        long percent = setting.percent(
                digits -> "Invalid trace destination sampling value " + Quoted.of(whole),
                "Trace destination sampling field " + Quoted.of(setting.key())
                        + " should be an integer or a percentage, got "
                        + setting.value().typeName());
        if (percent < 1 || percent > TraceConfig.SAMPLING_MAX) {
            throw setting.fault("Trace destination sampling value " + percent + " is invalid, needs to be [1..100]");
        }
        return (int) percent;
    }
}

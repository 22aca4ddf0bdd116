package dev.gannet.config.block;

import dev.gannet.base.Quoted;
import dev.gannet.config.conf.ConfNode;
import dev.gannet.config.conf.ConfValue;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import dev.gannet.config.sharing.ExportConfig.Latency;

/** Reads {@code latency} of an export: a subject, or a block with it and a share of the answers (CF-190). */
final class LatencyReader {
    private static final int SAMPLING_MAX = 100;

    Latency read(Setting setting) throws SettingException {
        if (setting.value() instanceof ConfValue.StringValue subject) {
            return new Latency(subject.string(), Latency.DEFAULT_SAMPLING_PERCENT);
        }
        ConfValue.MapValue block = setting.map("Expected latency entry to be a map/struct or string, got ");
        ConfNode sampling = block.nodes().get("sampling");
        int percent = sampling == null ? Latency.DEFAULT_SAMPLING_PERCENT : sampling(new Setting("sampling", sampling));
        ConfNode subject = block.nodes().get("subject");
        if (subject == null) {
            throw setting.fault("Latency subject required, but missing");
        }
        if (!(subject.value() instanceof ConfValue.StringValue text)) {
            throw new Setting("subject", subject)
                    .fault("Expected latency subject to be a string, got "
                            + subject.value().typeName());
        }
        return new Latency(text.string(), percent);
    }

    private static int sampling(Setting setting) throws SettingException {
        if (setting.value() instanceof ConfValue.StringValue text
                && text.string().strip().equalsIgnoreCase("headers")) {
            return Latency.BY_HEADER;
        }
        long percent = setting.percent(
                digits -> "Failed to parse latency sample: strconv.Atoi: parsing " + Quoted.of(digits)
                        + ": invalid syntax",
                "Expected latency sample to be a string or map/struct, got "
                        + setting.value().typeName());
        if (percent < 1 || percent > SAMPLING_MAX) {
            throw setting.fault("bad sampling percentage, should be 1-100");
        }
        return (int) percent;
    }
}

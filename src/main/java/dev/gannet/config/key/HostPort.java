package dev.gannet.config.key;

import dev.gannet.base.Quoted;
import dev.gannet.config.conf.ConfValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code listen} and {@code http} say: a port, or a host and a port.
 *
 * @param host without the brackets of an IPv6 address; empty if there is none
 */
public record HostPort(String host, int port) {
    private static final Pattern ADDRESS = Pattern.compile("(?:\\[([^\\[\\]]*)]|([^:\\[\\]]*)):([^:\\[\\]]*)");
    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]{1,18}");

    public static HostPort of(Setting setting) throws SettingException {
        if (setting.value() instanceof ConfValue.IntegerValue) {
            return new HostPort("", setting.port());
        }
        if (!(setting.value() instanceof ConfValue.StringValue)) {
            throw setting.fault(
                    "expected port or host:port, got " + setting.value().typeName());
        }
        Matcher address = ADDRESS.matcher(setting.string());
        if (!address.matches()) {
            throw setting.fault("could not parse address string " + Quoted.of(setting.string()));
        }
        String port = address.group(3);
        if (!NUMBER.matcher(port).matches()) {
            throw setting.fault("could not parse port " + Quoted.of(port));
        }
        String host = address.group(1) == null ? address.group(2) : address.group(1);
        return new HostPort(host, setting.port(Long.parseLong(port)));
    }
}

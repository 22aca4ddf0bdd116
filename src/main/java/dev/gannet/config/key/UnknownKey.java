package dev.gannet.config.key;

import dev.gannet.base.Quoted;

/** The words for a key that there is not; each kind of block has its own, as in the reference server. */
public final class UnknownKey {
    private UnknownKey() {}

    public static String field(String key) {
        return "unknown field " + Quoted.of(key);
    }

    public static String permission(String key) {
        return "Unknown field " + Quoted.of(key) + " parsing permissions";
    }

    public static String subjectPermission(String key) {
        return "Unknown field name " + Quoted.of(key)
                + " parsing subject permissions, only 'allow' or 'deny' are permitted";
    }

    public static String messageTrace(String key, String block) {
        return "Unknown field " + Quoted.of(key) + " parsing account message trace map/struct " + Quoted.of(block);
    }

    public static String accountLimit(String key) {
        return "Unknown field " + Quoted.of(key) + " parsing account limits";
    }

    public static String tls(String key) {
        return "error parsing tls config, unknown field " + Quoted.of(key);
    }

    public static String tlsCertificates(String key) {
        return "error parsing tls certs config, unknown field " + Quoted.of(key);
    }
}

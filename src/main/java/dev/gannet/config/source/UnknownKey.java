package dev.gannet.config.source;

import dev.gannet.base.Quoted;

/** The words for a key that there is not; each kind of block has its own, as in the reference server. */
final class UnknownKey {
    private UnknownKey() {}

    static String field(String key) {
        return "unknown field " + Quoted.of(key);
    }

    static String permission(String key) {
        return "Unknown field " + Quoted.of(key) + " parsing permissions";
    }

    static String subjectPermission(String key) {
        return "Unknown field name " + Quoted.of(key)
                + " parsing subject permissions, only 'allow' or 'deny' are permitted";
    }

    static String messageTrace(String key) {
        return "Unknown field " + Quoted.of(key) + " parsing account message trace map/struct \"msg_trace\"";
    }

    static String accountLimit(String key) {
        return "Unknown field " + Quoted.of(key) + " parsing account limits";
    }

    static String tls(String key) {
        return "error parsing tls config, unknown field " + Quoted.of(key);
    }

    static String tlsCertificates(String key) {
        return "error parsing tls certs config, unknown field " + Quoted.of(key);
    }
}

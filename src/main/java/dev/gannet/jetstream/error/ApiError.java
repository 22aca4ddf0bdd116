package dev.gannet.jetstream.error;

import dev.gannet.protocol.GoJson;

/**
 * What went wrong, as an answer says it (JA-131).
 *
 * @param code what kind of error it is, in HTTP's numbers
 * @param errCode the number that names the error
 * @param description what happened, for people; each char is a byte of the wire
 */
public record ApiError(int code, int errCode, String description) {
    public ApiError {
        if (code < 100 || code > 599) {
            throw new IllegalArgumentException("code: " + code + " (expected: 100 to 599)");
        }
    }

    /** Appends it as JSON. */
    public StringBuilder appendTo(StringBuilder json) {
        json.append("{\"code\":").append(code);
        if (errCode != 0) {
            json.append(",\"err_code\":").append(errCode);
        }
        if (!description.isEmpty()) {
            GoJson.quoteBytes(json.append(",\"description\":"), description);
        }
        return json.append('}');
    }
}

package dev.gannet.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CF-242: what is secret in a CONNECT is not logged, however it is written. */
class RedactionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"pass\":\"x\",\"name\":\"n\"} | {\"pass\":\"[REDACTED]\",\"name\":\"n\"}",
                "{\"user\":\"u\",\"auth_token\" : \"x\"} | {\"user\":\"u\",\"auth_token\" : \"[REDACTED]\"}",
                "{\"jwt\":\"x\",\"sig\":\"x\",\"nkey\":\"x\"} |"
                        + " {\"jwt\":\"[REDACTED]\",\"sig\":\"[REDACTED]\",\"nkey\":\"[REDACTED]\"}",
                "{\"proxy_sig\":\"x\"} | {\"proxy_sig\":\"[REDACTED]\"}",
                "{\"PASSWORD\":\"x\"} | {\"PASSWORD\":\"[REDACTED]\"}",
                "{\"pass\":\"x\\\"x, x\",\"a\":1} | {\"pass\":\"[REDACTED]\",\"a\":1}",
                "{\"pass\":123,\"a\":1} | {\"pass\":[REDACTED],\"a\":1}",
                "{pass: xxx} | {pass: [REDACTED]}",
                "{\"pass\":\"xxx | {\"pass\":\"[REDACTED]\"",
                "{\"bypass\":\"kept\",\"design\":\"kept\"} | {\"bypass\":\"kept\",\"design\":\"kept\"}",
                "{\"verbose\":false} | {\"verbose\":false}",
                "{\"p\\u0061ss\":\"x\",\"a\":1} | {\"p\\u0061ss\":\"[REDACTED]\",\"a\":1}",
                "{\"\\u0050\\u0041SS\" : 12, \"a\":1} | {\"\\u0050\\u0041SS\" : [REDACTED], \"a\":1}",
                "{\"\\u0073ig\":\"x\\\"x\",\"jwt\":\"y\"} |" + " {\"\\u0073ig\":\"[REDACTED]\",\"jwt\":\"[REDACTED]\"}",
                "{\"name\":\"\\u0061\",\"pass\":\"x\"} | {\"name\":\"\\u0061\",\"pass\":\"[REDACTED]\"}",
                "{\"pa\u017f\u017f\":\"x\"} | {\"pa\u017f\u017f\":\"[REDACTED]\"}",
                "{\"n\u212aey\":\"x\"} | {\"n\u212aey\":\"[REDACTED]\"}",
                "{\"pass\":{\"a\":\"x\"}} | {\"pass\":[REDACTED]",
                "{\"pass\":[\"x\",\"x\"]} | {\"pass\":[REDACTED]"
            })
    void shouldReplaceSecrets(String json, String expected) {
        assertThat(Redaction.ofJson(json)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Client parser ERROR: proto='\"ONECT {\\\"pass\\\":\\\"secret\\\"}\"...'",
                "Client parser ERROR: proto='\"ONECT {\\\"p\\\\u0061ss\\\":\\\"secret\\\"}\"...'",
                "maximum control line exceeded: CONNECT (snip: \"{\\\"auth_token\\\": \\\"secret\"...)"
            })
    void shouldEndASnippetBeforeASecret(String text) {
        assertThat(Redaction.ofSnippet(text)).endsWith("[REDACTED]").doesNotContain("secret");
    }

    @Test
    void shouldLeaveOtherSnippetsAlone() {
        assertThat(Redaction.ofSnippet("proto='\"ELLO\"...'")).isEqualTo("proto='\"ELLO\"...'");
    }

    @Test
    void shouldNotMindALongSecret() {
        String json = "{\"jwt\":\"" + "\\\"x".repeat(100_000) + "\",\"a\":1}";
        assertThat(Redaction.ofJson(json)).isEqualTo("{\"jwt\":\"[REDACTED]\",\"a\":1}");
    }
}

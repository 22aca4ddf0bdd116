package dev.gannet.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gannet.monitor.endpoint.BadQuery;
import dev.gannet.monitor.json.MonitorJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestOptionsTest {
    private final MonitorJson json = new MonitorJson();

    @Test // MO-165, MO-167
    void shouldReadWhatARequestAsksFor() throws Exception {
        // when
        RequestOptions options = read(RequestShape.CONNZ, """
                {"auth":true,"LIMIT":7,"cid":18446744073709551615,"user":"ada","tags":["a","b"],"acc":null,"more":{}}""");

        // then
        assertThat(options.flag("auth")).isTrue();
        assertThat(options.flag("subscriptions")).isFalse();
        assertThat(options.number("limit")).isEqualTo(7);
        assertThat(options.unsignedNumber("cid")).isEqualTo(-1);
        assertThat(options.text("user")).isEqualTo("ada");
        assertThat(options.text("acc")).isEmpty();
        assertThat(options.texts("tags")).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}"})
    void shouldTakeNothingForNothingSpecial(String request) throws Exception {
        assertThat(read(RequestShape.VARZ, request).text("server_name")).isEmpty();
    }

    @ParameterizedTest // MO-110
    @CsvSource(delimiter = '|', textBlock = """
            {"tags":["a",1]} | json: cannot unmarshal number into Go struct field StatszEventOptions.EventFilterOptions.tags of type string
            {"tags":"a"}     | json: cannot unmarshal string into Go struct field StatszEventOptions.EventFilterOptions.tags of type []string
            {"exact_match":1}| json: cannot unmarshal number into Go struct field StatszEventOptions.EventFilterOptions.exact_match of type bool
            "x"              | json: cannot unmarshal string into Go value of type server.StatszEventOptions
            tru              | unexpected end of JSON input
            [                | unexpected end of JSON input
            ]                | invalid character ']' looking for beginning of value
            {bad             | invalid character 'b' looking for beginning of object key string
            xx               | invalid character 'x' looking for beginning of value
            """)
    void shouldSayWhatIsWrongInTheReferencesWords(String request, String problem) {
        assertThatThrownBy(() -> read(RequestShape.STATSZ, request))
                .isInstanceOf(BadQuery.class)
                .hasMessage(problem);
    }

    @Test // What is wrong with a request is logged too.
    void shouldShowACharacterAsOneThatCanBeSeen() {
        String first = " looking for beginning of value";
        assertThatThrownBy(() -> read(RequestShape.CLIENT, "\u001b[2J"))
                .hasMessage("invalid character '\\x1b'" + first);
        assertThatThrownBy(() -> read(RequestShape.CLIENT, "'")).hasMessage("invalid character '\\''" + first);
        assertThatThrownBy(() -> read(RequestShape.CLIENT, "n\n"))
                .hasMessage("invalid character '\\n' in literal null (expecting 'u')");
        assertThatThrownBy(() -> read(RequestShape.CLIENT, "n\""))
                .hasMessage("invalid character '\"' in literal null (expecting 'u')");
    }

    private RequestOptions read(RequestShape shape, String request) throws BadQuery {
        return RequestOptions.read(shape, request.getBytes(UTF_8), json);
    }
}

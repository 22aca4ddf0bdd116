package dev.gannet.monitor.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.io.IOException;

/** JSON that was made elsewhere, and becomes part of a larger whole with that one's spaces and escapes. */
@JsonSerialize(using = JsonText.Copier.class)
public record JsonText(String text) {
    static final class Copier extends JsonSerializer<JsonText> {
        @Override
        public void serialize(JsonText value, JsonGenerator out, SerializerProvider provider) throws IOException {
            try (JsonParser parser = out.getCodec().getFactory().createParser(value.text)) {
                parser.nextToken();
                out.copyCurrentStructure(parser);
            }
        }
    }
}

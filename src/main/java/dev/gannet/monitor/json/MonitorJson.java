package dev.gannet.monitor.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import com.fasterxml.jackson.databind.util.LookupCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Makes the reference's JSON of the monitoring's records: its indentation, its escapes, its numbers and times. Making
 * one loads the JSON library, so that is left to the first request that needs it.
 */
public final class MonitorJson {
    private static final int TYPES_MIN = 16;
    private static final int TYPES_MAX = 200;

    private final ObjectWriter compact;
    private final ObjectWriter indented;
    private final ObjectReader reader;

    public MonitorJson() {
        ObjectMapper mapper = new ObjectMapper();
        // Not the library's own cache: where a container brings the library, that would keep our classes for good.
        LookupCache<Object, JavaType> types = new LRUMap<>(TYPES_MIN, TYPES_MAX);
        mapper.setTypeFactory(TypeFactory.defaultInstance().withCache(types));
        mapper.registerModule(new SimpleModule()
                .addSerializer(Instant.class, new TimeSerializer())
                .addSerializer(Double.class, new FloatSerializer())
                .addSerializer(double.class, new FloatSerializer()));
        mapper.getFactory().setCharacterEscapes(new HtmlEscapes());
        compact = mapper.writer();
        reader = mapper.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        Separators separators = PrettyPrinter.DEFAULT_SEPARATORS
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator("");
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        indented = mapper.writer(new DefaultPrettyPrinter()
                .withSeparators(separators)
                .withObjectIndenter(indenter)
                .withArrayIndenter(indenter));
    }

    public byte[] compact(Object value) {
        return write(compact, value);
    }

    public byte[] indented(Object value) {
        return write(indented, value);
    }

    /**
     * Reads JSON, or the beginning of it.
     *
     * @throws IOException if it is none
     */
    public JsonNode read(byte[] json) throws IOException {
        return reader.readTree(json);
    }

    private static byte[] write(ObjectWriter writer, Object value) {
        try {
            return writer.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("records of ours always become JSON", e);
        }
    }

    private static final class TimeSerializer extends JsonSerializer<Instant> {
        @Override
        public void serialize(Instant value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(GoText.time(value));
        }
    }

    /** A whole number has no decimals. */
    private static final class FloatSerializer extends JsonSerializer<Double> {
        @Override
        public void serialize(Double value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeNumber(new BigDecimal(
                    BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()));
        }

        @Override
        public boolean isEmpty(SerializerProvider provider, Double value) {
            return value == 0;
        }
    }

    /** The characters that mean something in HTML are escaped, as the reference does. */
    private static final class HtmlEscapes extends CharacterEscapes {
        private static final long serialVersionUID = 1L;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = standardAsciiEscapesForJSON();
            codes['<'] = ESCAPE_CUSTOM;
            codes['>'] = ESCAPE_CUSTOM;
            codes['&'] = ESCAPE_CUSTOM;
            return codes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int c) {
            return switch (c) {
                case '<' -> new SerializedString("\\u003c");
                case '>' -> new SerializedString("\\u003e");
                case '&' -> new SerializedString("\\u0026");
                default -> null;
            };
        }
    }
}

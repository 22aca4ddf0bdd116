package dev.gannet.config.conf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfDigestTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | ca3d163bab055381827226140568f3bef7eaac187cebd76878e0b63e9e442356",
                "a: 1 | e346432021b04179518d9614f3560ccd71354a4ee101ddcb893d6959a9d6301c",
                "port: 4222; debug: true; name: \"x\" | 7eebe3124c77331a54f5c91a6912804863287781b82b314afbb4e389cf584743",
                "a: [ ]; b: { }; c: [ {d: x}, 1.5 ] | acec086a1ae476062261e19bee8f4a18c4f7339192bdec8a92d599e6b8fda729",
                "a: \"<b>&\\\"\\\\\\t\\n\\x01\\xc3\\xa9\" | b54c8321a82fd6e566fba69f08bb04bc74466077d9127a60e52cea430f6daba8",
                "a: 2016-05-04T18:53:41Z | 35c69f13287ace7f4a11707d4059d178c3d12b890aed9a65979e7ecade5398b1",
                "a: 0.0000001; b: 100000000000000000000000.5; c: -0.0; d: 123456789.125; e: 10.0 | 6a2667175108dbb7ee9a3ca52e1632d5972364b8d9f9ff2e9f8a7a137c562b43",
                "a: -5; b: 9223372036854775807; c: 1kb | 5acbf0292f2a931516a3a1c3ab8dc5c839c8929afcbc4c525327b7131cd94863",
            })
    void shouldBeTheReferenceServers(String text, String digest) throws ConfException {
        // CF-33
        assertThat(digestOf(text)).isEqualTo("sha256:" + digest);
    }

    @Test
    void shouldNotDependOnTheOrderOfKeysNorOnComments() throws ConfException {
        assertThat(digestOf("a: 1\nb: 2 # two")).isEqualTo(digestOf("{ \"b\": 2, \"a\": 1 }"));
    }

    private static String digestOf(String text) throws ConfException {
        return ConfDigest.of(new ConfParser(name -> null).parseText(text, "main.conf"));
    }
}

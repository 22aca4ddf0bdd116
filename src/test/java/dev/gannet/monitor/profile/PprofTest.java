package dev.gannet.monitor.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class PprofTest {
    @Test
    void shouldWriteTheBytesOfTheFormat() throws IOException {
        // given one stack of two frames, seen twice
        Pprof profile = new Pprof(new Pprof.Value("cpu", "ns"));
        List<Pprof.Frame> stack = List.of(new Pprof.Frame("f", "F.java", 300), new Pprof.Frame("g", "", 0));
        profile.add(stack, 100);
        profile.add(stack, 50);
        profile.duration(7);

        // then: field << 3 | wire type, then a varint, or a length and so many bytes
        assertThat(HexFormat.of().formatHex(unzipped(profile.gzip())))
                .isEqualTo("0a04" + "08011002" // sample_type: "cpu", "ns"
                        + "1207" + "08010802" + "109601" // sample: locations 1 and 2, value 150
                        + "2209" + "0801" + "2205" + "080110ac02" // location 1: function 1, line 300
                        + "2a08" + "08011003" + "18032004" // function 1: "f", "f", "F.java"
                        + "2208" + "0802" + "2204" + "08021000" // location 2: function 2, no line
                        + "2a08" + "08021005" + "18052000" // function 2: "g", "g", ""
                        + "5007" // duration_nanos
                        + "3200" + "3203637075" + "32026e73" + "320166" + "3206462e6a617661"
                        + "320167"); // string_table
    }

    @Test
    void shouldReadAHistogram() throws IOException {
        byte[] profile = HeapProfile.pprof("""
                 num     #instances         #bytes  class name (module)
                -------------------------------------------------------
                   1:            12           3456  [B (java.base@17.0.1)
                Total            12           3456
                """);
        assertThat(new String(unzipped(profile), java.nio.charset.StandardCharsets.UTF_8))
                .contains("[B (java.base@17.0.1)")
                .doesNotContain("Total");
    }

    private static byte[] unzipped(byte[] profile) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(profile))) {
            return in.readAllBytes();
        }
    }
}

package dev.gannet.jetstream.delivery.said;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SubjectFormsTest {
    @Test // CO-68, CO-69, CO-72, CO-75
    void shouldNameTheAccountInTheLongForm() {
        SubjectForms old = SubjectForms.of("", "A", false).of("S", "c");
        SubjectForms in = SubjectForms.of("hub", "A", true).of("S", "c");

        assertThat(old.written(SubjectForms.ACK)).isEqualTo("$JS.ACK.S.c.");
        assertThat(old.longNames()).isEqualTo("_.NUmM6cRx.S.c.");
        assertThat(in.written(SubjectForms.FLOW)).isEqualTo("$JS.FC.hub.NUmM6cRx.S.c.");
    }
}

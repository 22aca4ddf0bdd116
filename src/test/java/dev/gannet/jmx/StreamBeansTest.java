package dev.gannet.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.base.Clock;
import dev.gannet.base.ServerLog;
import dev.gannet.testing.ChangingStreams;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.Test;

class StreamBeansTest {
    private static final String STREAM = "dev.gannet:type=Stream,server=\"n1\",account=\"A\",name=";

    private final MBeanServer registry = MBeanServerFactory.newMBeanServer();
    private final ChangingStreams streams = new ChangingStreams();
    private final StreamBeans beans = new StreamBeans(registry, ServerLog.silent(), "n1", streams, Clock.system());

    @Test
    void shouldComeAndGoWithTheStreams() throws Exception {
        // given
        streams.put("A", "S", 3, 7);
        beans.show();
        assertThat(names()).containsExactly("dev.gannet:type=Journal,server=\"n1\"", STREAM + "\"S\"");

        // when
        streams.put("A", "T", 0, -1);
        streams.remove("A", "S");
        beans.show();

        // then
        assertThat(names()).containsExactly("dev.gannet:type=Journal,server=\"n1\"", STREAM + "\"T\"");

        // and at the end
        beans.close();
        assertThat(names()).isEmpty();
    }

    @Test
    void shouldShowEveryFigure() throws Exception {
        // given
        streams.put("A", "S", 3, 7);
        beans.show();

        // then
        ObjectName stream = new ObjectName(STREAM + "\"S\"");
        assertThat(registry.getAttribute(stream, "Messages")).isEqualTo(3L);
        assertThat(registry.getAttribute(stream, "MessagesMax")).isEqualTo(7L);
        assertThat(registry.getAttribute(stream, "Bytes")).isEqualTo(30L);
        assertThat(registry.getAttribute(stream, "Created")).isEqualTo("2026-11-22T10:19:11.234075461Z");
        assertThat(registry.getAttribute(stream, "InMemory")).isEqualTo(false);
        assertAllThere(stream);
        ObjectName journal = new ObjectName("dev.gannet:type=Journal,server=\"n1\"");
        assertThat(registry.getAttribute(journal, "SyncMicros")).isEqualTo(3_000L);
        assertThat(registry.getAttribute(journal, "Writable")).isEqualTo(true);
        assertThat(registry.getAttribute(journal, "StoreBytesMax")).isEqualTo(200L);
        assertAllThere(journal);
    }

    @Test
    void shouldShowConsumersOfAStreamInIt() throws Exception {
        // given
        streams.put("A", "S", 3, 7);
        streams.putConsumer("A", "S", "C", "");
        streams.putConsumer("A", "S", "D", "");
        beans.show();

        // when
        CompositeData[] consumers =
                (CompositeData[]) registry.getAttribute(new ObjectName(STREAM + "\"S\""), "ConsumerFigures");

        // then
        assertThat(consumers).extracting(consumer -> consumer.get("name")).containsExactly("C", "D");
        assertThat(consumers[0].get("pending")).isEqualTo(7L);
        assertThat(consumers[0].get("ackPending")).isEqualTo(3L);
        assertThat(consumers[0].get("redelivered")).isEqualTo(2L);
        assertThat(consumers[0].get("waiting")).isEqualTo(1L);
    }

    @Test
    void shouldKeepWhatItShowsWhileTheStreamsDoNotAnswer() throws Exception {
        // given
        streams.put("A", "S", 3, 7);
        beans.show();
        streams.put("A", "T", 0, -1);

        // when
        streams.silent(true);
        beans.show();
        Set<String> meanwhile = names();
        streams.silent(false);
        beans.show();

        // then
        assertThat(meanwhile).contains(STREAM + "\"S\"").doesNotContain(STREAM + "\"T\"");
        assertThat(names()).contains(STREAM + "\"S\"", STREAM + "\"T\"");
    }

    private void assertAllThere(ObjectName name) throws JMException {
        for (MBeanAttributeInfo attribute : registry.getMBeanInfo(name).getAttributes()) {
            assertThat(registry.getAttribute(name, attribute.getName()))
                    .as(attribute.getName())
                    .isNotNull();
        }
    }

    private Set<String> names() throws JMException {
        return registry.queryNames(new ObjectName("dev.gannet:*"), null).stream()
                .map(ObjectName::toString)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

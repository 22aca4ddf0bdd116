package dev.gannet.ee.jmx;

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

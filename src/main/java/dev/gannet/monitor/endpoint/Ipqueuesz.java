package dev.gannet.monitor.endpoint;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gannet.monitor.QueueSnapshot;
import dev.gannet.monitor.ServerView;
import dev.gannet.monitor.json.OmitEmpty;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code /ipqueuesz}: the queues inside the server (MO-98). They are this server's own; where one does what one of the
 * reference does it has the same name.
 */
public record Ipqueuesz(
        int pending, @JsonProperty("in_progress") @OmitEmpty int inProgress) {
    /**
     * Returns queues by name.
     *
     * @param all those too in which nothing waits
     * @param part what a name must have in it
     */
    public static Map<String, Ipqueuesz> of(ServerView server, boolean all, String part) {
        Map<String, Ipqueuesz> queues = new TreeMap<>();
        for (QueueSnapshot queue : server.queues()) {
            boolean busy = queue.pending() > 0 || queue.inProgress() > 0;
            if ((all || busy) && queue.name().contains(part)) {
                queues.put(queue.name(), new Ipqueuesz(queue.pending(), queue.inProgress()));
            }
        }
        return queues;
    }
}

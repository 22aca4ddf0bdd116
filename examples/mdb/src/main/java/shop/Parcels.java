package shop;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What is packed. The container makes message-driven beans as it needs them: what is to stay is elsewhere. */
@ApplicationScoped
public class Parcels {
    private final Queue<String> packed = new ConcurrentLinkedQueue<>();

    void pack(String item) {
        packed.add(item);
    }

    String packed() {
        return String.join(", ", packed);
    }
}

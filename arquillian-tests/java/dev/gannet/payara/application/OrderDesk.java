package dev.gannet.payara.application;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.api.Endpoint;
import dev.gannet.api.Message;
import dev.gannet.api.Messaging;
import dev.gannet.api.OnSubject;
import dev.gannet.api.Service;
import dev.gannet.api.Token;
import io.opentelemetry.api.trace.Span;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;

/** Takes orders, with what the platform has for methods of beans. */
@ApplicationScoped
@Service(name = "orders", version = "1.0.0")
public class OrderDesk {
    /** What is ordered. Not a record: the container's JSON-B does not read them. */
    public static class Order {
        @NotBlank
        public String item = "";

        @Min(1)
        public int count;
    }

    /** What becomes of it. */
    public static class Receipt {
        public final String text;
        public final int total;

        Receipt(String text, int total) {
            this.text = text;
            this.total = total;
        }
    }

    private final AtomicInteger tries = new AtomicInteger();

    @Inject
    Messaging messaging;

    @Resource
    TransactionSynchronizationRegistry transactions;

    @OnSubject("shop.orders")
    public Receipt order(@Valid Order order) {
        return new Receipt(order.item, order.count * 2);
    }

    @Retry(maxRetries = 3, delay = 0, jitter = 0)
    @OnSubject("shop.retried")
    public String retried(String text) {
        int count = tries.incrementAndGet();
        if (count < 3) {
            throw new IllegalStateException("not yet");
        }
        return text + " " + count;
    }

    @Timeout(50)
    @OnSubject("shop.late")
    public String late() throws InterruptedException {
        new CountDownLatch(1).await(20, TimeUnit.SECONDS);
        return "late";
    }

    @Bulkhead(5)
    @OnSubject(value = "shop.forwarded.*", concurrency = 2)
    public CompletionStage<String> forwarded(@Token String item) {
        return messaging
                .requestAsync("orders.price", Map.of(), item.getBytes(UTF_8), Duration.ofSeconds(10))
                .thenApply(Message::text);
    }

    @Transactional
    @OnSubject("shop.transaction")
    public String transaction() {
        return "status " + transactions.getTransactionStatus();
    }

    @SuppressWarnings("BanJNDI") // The name is the platform's.
    @OnSubject("shop.surroundings")
    public String surroundings() {
        Object executor;
        try {
            executor = new InitialContext().lookup("java:comp/DefaultManagedExecutorService");
        } catch (NamingException e) {
            throw new IllegalStateException(e);
        }
        boolean sees = CDI.current().select(OrderDesk.class).isResolvable();
        return Thread.currentThread().getName() + " " + (executor != null) + " " + sees;
    }

    @OnSubject("shop.answered")
    public CompletionStage<String> answered() {
        return messaging
                .requestAsync("orders.price", Map.of(), new byte[0], Duration.ofSeconds(10))
                .thenApply(answer -> surroundings() + " "
                        + Thread.currentThread()
                                .getContextClassLoader()
                                .equals(getClass().getClassLoader()));
    }

    @OnSubject("shop.traced")
    public String traced() {
        return Span.current().getSpanContext().getTraceId();
    }

    @Endpoint(subject = "price", group = "orders")
    public String price(String item) {
        return item.length() + ".99";
    }
}

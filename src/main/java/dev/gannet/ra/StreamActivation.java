package dev.gannet.ra;

import dev.gannet.api.StreamListener;
import dev.gannet.client.stream.StreamSettings;
import jakarta.resource.spi.Activation;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.InvalidPropertyException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a message-driven bean says of the stream that it is for: {@code stream}, {@code consumer}, and if it likes
 * {@code subject} (several with commas), {@code concurrency}, {@code maxDeliveries}, {@code ackWaitMillis},
 * {@code backoffMillis} (several with commas), {@code deadLetterSubject}, {@code createConsumer}, {@code updateConsumer},
 * {@code onlyNew} and the properties of {@link ServerProperties}.
 *
 * <p><b>Owner:</b> the container, until the bean is activated; nobody changes it afterwards.
 */
@Activation(messageListeners = StreamListener.class)
public final class StreamActivation extends ServerProperties implements ActivationSpec {
    private static final int DELIVERIES_MAX = 1_000_000;
    private static final int MILLIS_MAX = Integer.MAX_VALUE;

    private String stream = "";
    private String consumer = "";
    private @Nullable String subject;
    private int concurrency = 1;
    private int maxDeliveries;
    private int ackWaitMillis;
    private String backoffMillis = "1000,5000,30000";
    private @Nullable String deadLetterSubject;
    private boolean createConsumer = true;
    private boolean updateConsumer;
    private boolean onlyNew;

    @Override
    public void validate() throws InvalidPropertyException {
        try {
            settings();
            checkServer();
        } catch (IllegalArgumentException e) {
            throw new InvalidPropertyException("activation " + e.getMessage(), e);
        }
    }

    /** Returns what it says. */
    StreamSettings settings() {
        return new StreamSettings(
                ActivationChecks.name("stream", stream),
                ActivationChecks.name("consumer", consumer),
                subjects(),
                createConsumer,
                updateConsumer,
                onlyNew,
                Duration.ofMillis(ActivationChecks.between("ackWaitMillis", ackWaitMillis, 0, MILLIS_MAX)),
                ActivationChecks.between("concurrency", concurrency, 1, ActivationChecks.CONCURRENCY_MAX),
                ActivationChecks.between("maxDeliveries", maxDeliveries, 0, DELIVERIES_MAX),
                backoff(),
                deadLetterSubject == null ? "" : ActivationChecks.literal("deadLetterSubject", deadLetterSubject),
                List.of());
    }

    private List<String> subjects() {
        return subject == null
                ? List.of()
                : parts(subject).stream()
                        .map(one -> ActivationChecks.subject("subject", one))
                        .toList();
    }

    private List<Duration> backoff() {
        return parts(backoffMillis).stream().map(StreamActivation::pause).toList();
    }

    private static Duration pause(String millis) {
        if (!millis.matches("\\d{1,9}")) {
            throw ActivationChecks.wrong("backoffMillis", millis, "milliseconds, such as 1000,5000,30000");
        }
        return Duration.ofMillis(Integer.parseInt(millis));
    }

    private static List<String> parts(String list) {
        return Arrays.stream(list.split(",", -1)).map(String::strip).toList();
    }

    public String getStream() {
        return stream;
    }

    public void setStream(String stream) {
        this.stream = stream;
    }

    public String getConsumer() {
        return consumer;
    }

    public void setConsumer(String consumer) {
        this.consumer = consumer;
    }

    public @Nullable String getSubject() {
        return subject;
    }

    public void setSubject(@Nullable String subject) {
        this.subject = subject;
    }

    public int getConcurrency() {
        return concurrency;
    }

    public void setConcurrency(int concurrency) {
        this.concurrency = concurrency;
    }

    public int getMaxDeliveries() {
        return maxDeliveries;
    }

    public void setMaxDeliveries(int maxDeliveries) {
        this.maxDeliveries = maxDeliveries;
    }

    public int getAckWaitMillis() {
        return ackWaitMillis;
    }

    public void setAckWaitMillis(int ackWaitMillis) {
        this.ackWaitMillis = ackWaitMillis;
    }

    public String getBackoffMillis() {
        return backoffMillis;
    }

    public void setBackoffMillis(String backoffMillis) {
        this.backoffMillis = backoffMillis;
    }

    public @Nullable String getDeadLetterSubject() {
        return deadLetterSubject;
    }

    public void setDeadLetterSubject(@Nullable String deadLetterSubject) {
        this.deadLetterSubject = deadLetterSubject;
    }

    public boolean isCreateConsumer() {
        return createConsumer;
    }

    public void setCreateConsumer(boolean createConsumer) {
        this.createConsumer = createConsumer;
    }

    public boolean isUpdateConsumer() {
        return updateConsumer;
    }

    public void setUpdateConsumer(boolean updateConsumer) {
        this.updateConsumer = updateConsumer;
    }

    public boolean isOnlyNew() {
        return onlyNew;
    }

    public void setOnlyNew(boolean onlyNew) {
        this.onlyNew = onlyNew;
    }
}

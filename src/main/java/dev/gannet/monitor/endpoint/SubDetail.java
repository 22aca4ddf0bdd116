package dev.gannet.monitor.endpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gannet.monitor.SubscriptionSnapshot;
import dev.gannet.monitor.json.OmitEmpty;
import org.jspecify.annotations.Nullable;

/** One subscription in {@code /subsz} and {@code /connz}. */
public record SubDetail(
        @OmitEmpty @Nullable String account,
        @JsonProperty("account_tag") @OmitEmpty @Nullable String accountTag,
        String subject,
        @OmitEmpty @Nullable String qgroup,
        String sid,
        long msgs,
        @OmitEmpty long max,
        long cid) {
    static SubDetail of(SubscriptionSnapshot subscription) {
        return of(subscription, subscription.account(), subscription.accountTag());
    }

    /** As it stands below its connection, which says the account. */
    static SubDetail withoutAccount(SubscriptionSnapshot subscription) {
        return of(subscription, null, null);
    }

    private static SubDetail of(
            SubscriptionSnapshot subscription, @Nullable String account, @Nullable String accountTag) {
        String queue = subscription.queue();
        return new SubDetail(
                account,
                accountTag,
                readable(subscription.subject()),
                queue == null ? null : readable(queue),
                readable(subscription.sid()),
                subscription.delivered(),
                subscription.deliveriesMax(),
                subscription.cid());
    }

    /** Makes a text of a text whose chars are bytes from the wire. */
    static String readable(String wire) {
        return new String(wire.getBytes(ISO_8859_1), UTF_8);
    }
}

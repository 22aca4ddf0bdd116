package dev.gannet.monitor.endpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.gannet.monitor.ServerView;
import dev.gannet.monitor.SublistTotals;
import dev.gannet.monitor.SubscriptionSnapshot;
import dev.gannet.monitor.json.OmitEmpty;
import dev.gannet.subject.Subjects;
import java.time.Instant;
import java.util.List;

/**
 * {@code /subsz}: the figures of the sublists, and the subscriptions if they are asked for.
 *
 * @param total how many subscriptions pass the filters; zero when they are not asked for
 */
public record Subsz(
        @JsonProperty("server_id") String serverId,
        Instant now,
        @JsonUnwrapped Sublist sublist,
        int total,
        int offset,
        int limit,
        @JsonProperty("subscriptions_list") @OmitEmpty List<SubDetail> subscriptions) {

    record Sublist(
            @JsonProperty("num_subscriptions") long subscriptions,
            @JsonProperty("num_cache") long cached,
            @JsonProperty("num_inserts") long inserts,
            @JsonProperty("num_removes") long removes,
            @JsonProperty("num_matches") long matches,
            @JsonProperty("cache_hit_rate") double cacheHitRate,
            @JsonProperty("max_fanout") long fanoutMax,
            @JsonProperty("avg_fanout") double fanoutAverage) {
        static Sublist of(SublistTotals totals) {
            return new Sublist(
                    totals.subscriptions(),
                    totals.cached(),
                    totals.inserts(),
                    totals.removes(),
                    totals.matches(),
                    ratio(totals.cacheHits(), totals.matches()),
                    totals.fanoutMax(),
                    ratio(totals.fanoutSum(), totals.cached()));
        }

        private static double ratio(long part, long whole) {
            return whole == 0 ? 0 : (double) part / whole;
        }
    }

    public static Subsz of(ServerView server, SubszOptions options, Instant now) {
        String account = options.account().isEmpty() ? null : options.account();
        Sublist sublist = Sublist.of(server.sublist(account));
        List<SubscriptionSnapshot> found = List.of();
        if (options.subscriptions()) {
            String subject = new String(options.test().getBytes(UTF_8), ISO_8859_1); // As subjects are on the wire.
            found = server.subscriptions(account).stream()
                    .filter(s -> subject.isEmpty() || Subjects.matches(s.subject(), subject))
                    .toList();
        }
        Page page = options.page();
        List<SubDetail> shown = page.cut(found).stream().map(SubDetail::of).toList();
        return new Subsz(server.facts().serverId(), now, sublist, found.size(), page.offset(), page.limit(), shown);
    }
}

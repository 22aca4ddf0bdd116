package dev.gannet.jmx;

import dev.gannet.monitor.AccountTotals;
import dev.gannet.monitor.ServerView;
import dev.gannet.monitor.jetstream.JetStreamView;
import dev.gannet.monitor.jetstream.StreamSnapshot;
import dev.gannet.monitor.jetstream.StreamUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The accounts of a server, looked for when they are asked for. Any thread. */
final class ManagedAccounts implements AccountsMXBean {
    private static final int LIMIT_MAX = 1_024;

    private final ServerView view;

    ManagedAccounts(ServerView view) {
        this.view = view;
    }

    @Override
    public int getCount() {
        return view.accounts().size();
    }

    @Override
    public String[] getNames() {
        return names(0, LIMIT_MAX).toArray(String[]::new);
    }

    private List<String> names(int offset, int limit) {
        return view.accounts().stream()
                .sorted()
                .skip(Math.max(0, offset))
                .limit(Math.min(Math.max(0, limit), LIMIT_MAX))
                .toList();
    }

    @Override
    public Account[] list(int offset, int limit) {
        return view.accountTotals(names(offset, limit)).stream().map(this::of).toArray(Account[]::new);
    }

    @Override
    public @Nullable Account find(String name) {
        return view.accountTotals(List.of(name)).stream()
                .findFirst()
                .map(this::of)
                .orElse(null);
    }

    private Account of(AccountTotals totals) {
        JetStreamView jetStream = view.jetStream();
        StreamUsage usage = jetStream == null ? null : jetStream.usage(totals.name());
        if (jetStream == null || usage == null) {
            return new ManagedAccount(totals, null, 0, 0);
        }
        List<StreamSnapshot> streams = jetStream.knownStreams(totals.name());
        int consumers =
                streams.stream().mapToInt(stream -> stream.state().consumers()).sum();
        return new ManagedAccount(totals, usage, streams.size(), consumers);
    }
}

package dev.gannet.jetstream.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the streams of each account take, and of all together: that is the account without a name.
 *
 * <p><b>Owner:</b> the stream loop of their shard.
 */
final class Usages {
    private final AccountUsage server = new AccountUsage(null);
    private final Map<String, AccountUsage> accounts = new TreeMap<>();

    AccountUsage of(String account) {
        return account.isEmpty() ? server : accounts.computeIfAbsent(account, none -> new AccountUsage(server));
    }

    /** Returns how many bytes are taken. */
    long usedBytes(String account) {
        AccountUsage known = account.isEmpty() ? server : accounts.get(account);
        return known == null ? 0 : known.bytes();
    }

    /** Returns how many bytes may be taken; -1 is any number. */
    long maxBytes(String account) {
        AccountUsage known = account.isEmpty() ? server : accounts.get(account);
        return known == null ? -1 : known.maxBytes();
    }

    /** Writes the limits. */
    void write(DataOutput out) throws IOException {
        out.writeLong(server.maxBytes());
        out.writeInt(accounts.size());
        for (Map.Entry<String, AccountUsage> account : accounts.entrySet()) {
            ShardImage.bytes(out, account.getKey().getBytes(UTF_8));
            out.writeLong(account.getValue().maxBytes());
        }
    }

    void read(DataInput in) throws IOException {
        server.limit(in.readLong());
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            of(new String(ShardImage.bytes(in), UTF_8)).limit(in.readLong());
        }
    }
}

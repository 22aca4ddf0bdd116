package dev.gannet.engine;

import dev.gannet.base.Nkey;
import dev.gannet.base.Secrets;

/**
 * Who a server is: its public nkey, by which other servers and the monitoring know it, and its public curve key. Made
 * anew at each start.
 *
 * <p>The server signs nothing and decrypts nothing yet, so there are no private keys, and the public ones are random
 * bytes: to make two real pairs would be half of what a start costs.
 *
 * @param serverId the public key, {@code N} and 55 characters more (CP-56)
 * @param xkey the public curve key, {@code X} and 55 characters more (CP-80)
 */
record ServerIdentity(String serverId, String xkey) {
    private static final int KEY_LENGTH = 32;

    static ServerIdentity generate() {
        return new ServerIdentity(
                Nkey.SERVER.encode(Secrets.random(KEY_LENGTH)), Nkey.CURVE.encode(Secrets.random(KEY_LENGTH)));
    }
}

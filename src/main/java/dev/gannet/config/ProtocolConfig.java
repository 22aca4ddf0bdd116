package dev.gannet.config;

/**
 * What the client protocol offers.
 *
 * @param headers whether messages may have headers
 * @param noFastProducerStall whether a fast producer is never held up; what its slow readers cannot take is then
 *     dropped with them
 * @param alwaysEnableNonce whether {@code INFO} has a nonce although no user needs one
 * @param proxyProtocol whether connections open with a PROXY protocol header that names the real peer
 */
public record ProtocolConfig(
        boolean headers, boolean noFastProducerStall, boolean alwaysEnableNonce, boolean proxyProtocol) {
    public static ProtocolConfig defaults() {
        return new ProtocolConfig(true, false, false, false);
    }

    public ProtocolConfig withHeaders(boolean headers) {
        return new ProtocolConfig(headers, noFastProducerStall, alwaysEnableNonce, proxyProtocol);
    }

    public ProtocolConfig withNoFastProducerStall(boolean noFastProducerStall) {
        return new ProtocolConfig(headers, noFastProducerStall, alwaysEnableNonce, proxyProtocol);
    }

    public ProtocolConfig withProxyProtocol(boolean proxyProtocol) {
        return new ProtocolConfig(headers, noFastProducerStall, alwaysEnableNonce, proxyProtocol);
    }

    public ProtocolConfig withAlwaysEnableNonce(boolean alwaysEnableNonce) {
        return new ProtocolConfig(headers, noFastProducerStall, alwaysEnableNonce, proxyProtocol);
    }
}

package dev.gannet.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gannet.config.TlsConfig;
import dev.gannet.config.tls.Der;
import dev.gannet.config.tls.TlsMaterial;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The authority {@code ca} of the tests, which makes certificates and says over HTTP whether they are still good.
 *
 * <p><b>Owner:</b> the test's thread; questions are answered on another.
 */
public final class OcspAuthority implements AutoCloseable {
    private static final byte[] ECDSA_WITH_SHA_256 = {0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x04, 0x03, 0x02};
    private static final byte[] COMMON_NAME = {0x55, 0x04, 0x03};
    private static final byte[] BASIC = {0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x01, 0x01};
    private static final byte[] OCSP = {0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x01};
    private static final byte[] AUTHORITY_INFORMATION = {0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x01, 0x01};
    private static final byte[] ALTERNATIVE_NAMES = {0x55, 0x1d, 0x11};
    private static final byte[] TLS_FEATURES = {0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x01, 0x18};
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    /** What is said of a certificate. */
    public enum Says {
        GOOD,
        REVOKED,
        UNKNOWN,
        /** Of another certificate. */
        OTHER,
        /** What was good yesterday. */
        OLD,
        NOTHING
    }

    /** A certificate with its key, in files and as it is. */
    public record Issued(X509Certificate certificate, String certificateFile, String keyFile) {}

    private final Path directory;
    private final HttpServer http;
    private final TlsMaterial.Identity authority;
    private final Map<BigInteger, Says> said = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Duration holds = Duration.ofHours(1);
    private int serial = 1000;

    /** {@code directory} is where certificates are written. */
    public OcspAuthority(Path directory) throws Exception {
        this.directory = directory;
        authority = TlsMaterial.load(TlsConfig.of(TlsFiles.path("ca.pem"), TlsFiles.path("ca.key")))
                .identities()
                .get(0);
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::answer);
        http.start();
    }

    public X509Certificate certificate() {
        return authority.certificate();
    }

    /** Returns how often it was asked. */
    public int asked() {
        return asked.get();
    }

    /** How long an answer holds, of which a minute is over. */
    public void holds(Duration duration) {
        holds = duration;
    }

    public void say(Issued of, Says what) {
        said.put(of.certificate().getSerialNumber(), what);
    }

    /** Makes a certificate that names this authority's address. */
    public Issued issue(String name) throws Exception {
        return issue(name, false);
    }

    /** The same for {@code localhost}, which is good with a staple only, if {@code needsStaple}. */
    public Issued issueServer(String name, boolean needsStaple) throws Exception {
        return issue(name, needsStaple);
    }

    private Issued issue(String name, boolean needsStaple) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair keys = generator.generateKeyPair();
        byte[] commonName =
                Der.of(Der.SEQUENCE, Der.of(Der.OBJECT_IDENTIFIER, COMMON_NAME), Der.of(0x0c, name.getBytes(UTF_8)));
        byte[] access =
                Der.of(Der.SEQUENCE, Der.of(Der.OBJECT_IDENTIFIER, OCSP), Der.of(0x86, url().getBytes(US_ASCII)));
        byte[] hosts = Der.of(Der.SEQUENCE, Der.of(0x82, "localhost".getBytes(US_ASCII)));
        byte[] features = Der.of(Der.SEQUENCE, Der.of(Der.INTEGER, new byte[] {5}));
        byte[] extensions = Der.of(
                Der.SEQUENCE,
                extension(AUTHORITY_INFORMATION, Der.of(Der.SEQUENCE, access)),
                extension(ALTERNATIVE_NAMES, hosts),
                needsStaple ? extension(TLS_FEATURES, features) : new byte[0]);
        byte[] unsigned = Der.of(
                Der.SEQUENCE,
                Der.of(0xa0, Der.of(Der.INTEGER, new byte[] {2})),
                Der.of(Der.INTEGER, BigInteger.valueOf(++serial).toByteArray()),
                algorithm(),
                issuer(),
                Der.of(Der.SEQUENCE, time(Instant.EPOCH.plus(Duration.ofDays(10_000))), end()),
                Der.of(Der.SEQUENCE, Der.of(0x31, commonName)),
                keys.getPublic().getEncoded(),
                Der.of(0xa3, extensions));
        byte[] encoded = Der.of(Der.SEQUENCE, unsigned, algorithm(), signature(unsigned));
        var certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
        return new Issued(
                certificate,
                write(name + ".pem", "CERTIFICATE", encoded),
                write(name + ".key", "PRIVATE KEY", keys.getPrivate().getEncoded()));
    }

    /** Returns where it is asked. */
    public String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    private static byte[] extension(byte[] type, byte[] content) {
        return Der.of(Der.SEQUENCE, Der.of(Der.OBJECT_IDENTIFIER, type), Der.of(Der.OCTET_STRING, content));
    }

    private byte[] issuer() {
        return authority.certificate().getSubjectX500Principal().getEncoded();
    }

    private static byte[] end() {
        return Der.of(0x18, "21000101000000Z".getBytes(US_ASCII));
    }

    private static byte[] time(Instant instant) {
        return Der.of(0x18, TIME.format(instant).getBytes(US_ASCII));
    }

    private static byte[] algorithm() {
        return Der.of(Der.SEQUENCE, Der.of(Der.OBJECT_IDENTIFIER, ECDSA_WITH_SHA_256));
    }

    private byte[] signature(byte[] signed) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(authority.key());
        signature.update(signed);
        return Der.of(Der.BIT_STRING, new byte[] {0}, signature.sign());
    }

    private String write(String file, String type, byte[] content) throws IOException {
        String text = Base64.getMimeEncoder().encodeToString(content);
        Path path = directory.resolve(file);
        Files.writeString(path, "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n");
        return path.toString();
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        try (exchange) {
            boolean isPost = exchange.getRequestMethod().equals("POST");
            byte[] request = isPost ? exchange.getRequestBody().readAllBytes() : asked(exchange.getRequestURI());
            byte[] response = response(request);
            exchange.sendResponseHeaders(response.length == 0 ? 503 : 200, response.length == 0 ? -1 : response.length);
            exchange.getResponseBody().write(response);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static byte[] asked(URI uri) {
        return Base64.getDecoder().decode(URLDecoder.decode(uri.getRawPath().substring(1), UTF_8));
    }

    /** Returns what it answers to {@code request}; nothing if it does not. */
    public byte[] response(byte[] request) throws GeneralSecurityException {
        Der requests = new Der(request).take(Der.SEQUENCE).take(Der.SEQUENCE).take(Der.SEQUENCE);
        Der id = requests.take(Der.SEQUENCE).take(Der.SEQUENCE);
        byte[] hash = id.takeWhole();
        byte[] name = id.takeWhole();
        byte[] key = id.takeWhole();
        BigInteger asked = new BigInteger(id.take(Der.INTEGER).rest());
        Says says = said.getOrDefault(asked, Says.GOOD);
        if (says == Says.NOTHING) {
            return new byte[0];
        }
        BigInteger answered = says == Says.OTHER ? asked.add(BigInteger.ONE) : asked;
        byte[] sameId = Der.of(Der.SEQUENCE, hash, name, key, Der.of(Der.INTEGER, answered.toByteArray()));
        Instant from = Instant.now().minus(says == Says.OLD ? Duration.ofDays(1) : Duration.ofMinutes(1));
        byte[] next = Der.of(0xa0, time(from.plus(holds)));
        byte[] single = Der.of(Der.SEQUENCE, sameId, status(says, from), time(from), next);
        byte[] signed = Der.of(Der.SEQUENCE, Der.of(0xa1, issuer()), time(from), Der.of(Der.SEQUENCE, single));
        byte[] basic = Der.of(Der.SEQUENCE, signed, algorithm(), signature(signed));
        byte[] bytes = Der.of(Der.SEQUENCE, Der.of(Der.OBJECT_IDENTIFIER, BASIC), Der.of(Der.OCTET_STRING, basic));
        return Der.of(Der.SEQUENCE, Der.of(0x0a, new byte[] {0}), Der.of(0xa0, bytes));
    }

    private static byte[] status(Says says, Instant since) {
        return switch (says) {
            case REVOKED -> Der.of(0xa1, time(since));
            case UNKNOWN -> Der.of(0x82);
            default -> Der.of(0x80);
        };
    }

    @Override
    public void close() {
        http.stop(0);
    }
}

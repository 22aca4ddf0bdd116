package dev.gannet.auth;

import dev.gannet.config.tls.CertificateNames;
import dev.gannet.config.tls.DistinguishedName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the user that a client's certificate names, where {@code verify_and_map} asks for that (AC-18): by an e-mail
 * address, a DNS name, a URI, or its subject, the first that is a user's name.
 */
final class CertificateUsers {
    private final Map<String, KnownUser> byName;
    private final Map<KnownUser, DistinguishedName> bySubject = new LinkedHashMap<>();

    CertificateUsers(Map<String, KnownUser> users) {
        this.byName = users;
        users.forEach((name, user) -> {
            DistinguishedName subject = DistinguishedName.parse(name);
            if (subject != null && !subject.parts().isEmpty()) {
                bySubject.put(user, subject);
            }
        });
    }

    @Nullable
    KnownUser find(CertificateNames certificate, ConnectionType type) {
        for (List<String> names : List.of(certificate.emails(), certificate.hosts(), certificate.uris())) {
            KnownUser user = first(names, type);
            if (user != null) {
                return user;
            }
        }
        KnownUser user = bySubject(DistinguishedName.of(certificate.subject()), type);
        if (user != null) {
            return user;
        }
        String sorted = certificate.subject().sortedText();
        String components = certificate.subject().domainComponents();
        List<String> texts = new ArrayList<>();
        if (!components.isEmpty()) {
            texts.add(sorted + "," + components);
        }
        texts.add(sorted);
        texts.add(certificate.subject().text());
        return first(texts, type);
    }

    private @Nullable KnownUser first(Collection<String> names, ConnectionType type) {
        for (String name : names) {
            KnownUser user = byName.get(name);
            if (user != null && !user.hasNkey() && user.mayConnect(type)) {
                return user;
            }
        }
        return null;
    }

    private @Nullable KnownUser bySubject(@Nullable DistinguishedName subject, ConnectionType type) {
        if (subject == null) {
            return null;
        }
        KnownUser reordered = null;
        for (Map.Entry<KnownUser, DistinguishedName> entry : bySubject.entrySet()) {
            KnownUser user = entry.getKey();
            if (user.hasNkey() || !user.mayConnect(type)) {
                continue;
            }
            if (entry.getValue().matches(subject)) {
                return user;
            }
            if (entry.getValue().matchesReordered(subject)) {
                reordered = user;
            }
        }
        return reordered;
    }
}

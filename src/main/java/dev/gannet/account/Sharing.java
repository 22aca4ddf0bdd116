package dev.gannet.account;

import dev.gannet.config.AccountConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.sharing.AccountFeatures;
import dev.gannet.config.sharing.ExportConfig;
import dev.gannet.config.sharing.ExportConfig.Kind;
import dev.gannet.config.sharing.ImportConfig;
import dev.gannet.config.sharing.MappingConfig;
import dev.gannet.interest.Subscriber;
import dev.gannet.subject.Subjects;
import dev.gannet.subject.transform.SubjectMapping;
import dev.gannet.subject.transform.SubjectMappings;
import dev.gannet.subject.transform.TransformException;
import dev.gannet.subject.transform.WeightedDestination;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ties accounts to those that they import from, as a configuration says that was found to be good (AC-38..58). */
final class Sharing {
    private final Map<String, Account> accounts;
    private final Map<String, AccountFeatures> features = new HashMap<>();
    private final ServerConfig config;
    private final @Nullable String system;
    private final String cluster;
    private final Subscriber nobody;

    /**
     * @param system the name of the system account, or null without one
     * @param nobody holds the subscriptions by which services are imported
     */
    Sharing(Map<String, Account> accounts, ServerConfig config, @Nullable String system, Subscriber nobody) {
        this.accounts = accounts;
        this.nobody = nobody;
        this.config = config;
        this.system = system;
        String name = config.features().cluster().name();
        this.cluster = name == null ? "" : name;
        for (AccountConfig account : config.accounts()) {
            features.put(account.name(), account.features());
        }
    }

    /** An account that the configuration does not name imports nothing. */
    void link() {
        accounts.forEach((name, account) -> {
            map(name, account);
            List<ImportConfig> imports = features(name).imports();
            List<Object> source = new ArrayList<>();
            for (ImportConfig read : imports) {
                source.add(
                        List.of(read, exporter(read), features(read.account()).exports()));
            }
            if (!account.imports(source)) { // Nothing is missed where nothing changes.
                link(account, imports, source);
            }
        });
    }

    private void map(String name, Account account) {
        List<MappingConfig> wanted = new AccountMappings(config, name, system).all();
        if (account.isMappedBy(wanted)) {
            return;
        }
        List<SubjectMapping> mappings = new ArrayList<>();
        for (MappingConfig mapping : wanted) {
            List<WeightedDestination> destinations = mapping.destinations().stream()
                    .map(to -> new WeightedDestination(to.subject(), to.weight(), to.cluster()))
                    .toList();
            try {
                mappings.add(SubjectMapping.of(mapping.subject(), destinations, cluster));
            } catch (TransformException e) {
                throw new IllegalArgumentException("mapping of " + mapping.subject() + ": " + e.getMessage(), e);
            }
        }
        account.reload(wanted, SubjectMappings.of(mappings));
    }

    private void link(Account account, List<ImportConfig> imports, List<Object> source) {
        List<StreamImport> streams = new ArrayList<>();
        List<ServiceImport> services = new ArrayList<>();
        for (ImportConfig read : imports) {
            if (read.kind() == Kind.STREAM) {
                streams.add(new StreamImport(read, exporter(read), account));
            } else {
                services.add(new ServiceImport(read, exporter(read), terms(read), nobody));
            }
        }
        account.reload(source, streams, services);
    }

    private AccountFeatures features(String account) {
        return features.getOrDefault(account, AccountFeatures.NONE);
    }

    private Account exporter(ImportConfig read) {
        Account exporter = accounts.get(read.account());
        if (exporter == null) {
            throw new IllegalArgumentException("account: " + read.account() + " (expected: one of the configuration)");
        }
        return exporter;
    }

    /** The export of just this subject counts, or else the first that covers it. */
    private ServiceTerms terms(ImportConfig read) {
        List<ExportConfig> exports = features(read.account()).exports().stream()
                .filter(export -> export.kind() == Kind.SERVICE)
                .toList();
        return exports.stream()
                .filter(export -> export.subject().equals(read.subject()))
                .findFirst()
                .or(() -> exports.stream()
                        .filter(export -> Subjects.isSubset(read.subject(), export.subject()))
                        .findFirst())
                .map(ServiceTerms::of)
                .orElseThrow(() -> new IllegalArgumentException(
                        "service: " + read.subject() + " of " + read.account() + " (expected: one that is exported)"));
    }
}

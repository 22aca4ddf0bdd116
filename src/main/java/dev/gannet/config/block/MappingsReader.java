package dev.gannet.config.block;

import dev.gannet.base.Quoted;
import dev.gannet.config.conf.ConfNode;
import dev.gannet.config.conf.ConfValue;
import dev.gannet.config.key.KeyTable;
import dev.gannet.config.key.Problems;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import dev.gannet.config.sharing.MappingConfig;
import dev.gannet.config.sharing.MappingConfig.Destination;
import dev.gannet.subject.Subjects;
import dev.gannet.subject.transform.SubjectMapping;
import dev.gannet.subject.transform.WeightedDestination;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads {@code mappings}, of an account or at the top (CF-193). */
public final class MappingsReader {
    /** The keys of a destination, the usual name of each first. */
    public static final List<List<String>> KEYS =
            List.of(List.of("destination", "dest"), List.of("weight"), List.of("cluster"));

    /** Adds the key that they stand under to a block's keys. */
    public static <T> void addTo(KeyTable<T> keys, KeyTable.Put<T, List<MappingConfig>> put) {
        keys.key(
                (setting, target, problems) -> put.put(target, new MappingsReader().read(setting, problems)),
                "mappings",
                "maps");
    }

    public List<MappingConfig> read(Setting setting, Problems problems) throws SettingException {
        List<MappingConfig> mappings = new ArrayList<>();
        for (Map.Entry<String, ConfNode> entry : setting.map().nodes().entrySet()) {
            String subject = entry.getKey();
            if (!Subjects.isValidConfigured(subject)) {
                problems.error(setting.position(), "Subject " + Quoted.of(subject) + " is not a valid subject");
                continue;
            }
            try {
                mappings.add(mapping(new Setting(subject, entry.getValue()), problems));
            } catch (SettingException e) {
                problems.error(e.getMessage());
            }
        }
        return mappings;
    }

    private static MappingConfig mapping(Setting setting, Problems problems) throws SettingException {
        String subject = setting.key();
        if (setting.value() instanceof ConfValue.StringValue to) {
            Destination all = new Destination(to.string(), MappingConfig.WEIGHT_MAX, "");
            requireGood(setting, List.of(all), " to " + Quoted.of(to.string()));
            return new MappingConfig(subject, List.of(all));
        }
        List<Destination> destinations = new ArrayList<>();
        if (setting.value() instanceof ConfValue.ArrayValue array) {
            for (ConfNode node : array.nodes()) {
                try {
                    destinations.add(destination(new Setting(subject, node, node.position())));
                } catch (SettingException e) {
                    problems.error(e.getMessage());
                }
            }
        } else {
            destinations.add(destination(setting));
        }
        requireGood(setting, destinations, "");
        return new MappingConfig(subject, destinations);
    }

    private static Destination destination(Setting setting) throws SettingException {
        if (!(setting.value() instanceof ConfValue.MapValue block)) {
            throw setting.fault("Expected an entry for the mapping destination");
        }
        String subject = "";
        String cluster = "";
        int weight = -1;
        for (Map.Entry<String, ConfNode> entry : block.nodes().entrySet()) {
            Setting key = new Setting(entry.getKey(), entry.getValue(), setting.typePlace());
            switch (entry.getKey().toLowerCase(Locale.ROOT)) {
                case "dest", "destination" -> subject = key.string();
                case "weight" -> weight = weight(key);
                case "cluster" -> cluster = key.string();
                default -> throw key.fault("Unknown field " + Quoted.of(entry.getKey()) + " for mapping destination");
            }
        }
        if (weight < 0) {
            throw setting.fault("Missing weight for mapping destination " + Quoted.of(subject));
        }
        return new Destination(subject, weight, cluster);
    }

    private static int weight(Setting setting) throws SettingException {
        long weight = setting.percent(
                digits -> "Invalid weight " + Quoted.of(digits) + " for mapping destination",
                "Unknown entry type for weight of " + setting.value().text());
        if (weight < 0 || weight > MappingConfig.WEIGHT_MAX) {
            throw setting.fault("Invalid weight " + weight + " for mapping destination");
        }
        return (int) weight;
    }

    private static void requireGood(Setting setting, List<Destination> destinations, String to)
            throws SettingException {
        List<WeightedDestination> weighted = destinations.stream()
                .map(destination ->
                        new WeightedDestination(destination.subject(), destination.weight(), destination.cluster()))
                .toList();
        String problem = SubjectMapping.problem(setting.key(), weighted);
        if (!problem.isEmpty()) {
            throw setting.fault("Error adding mapping for " + Quoted.of(setting.key()) + to + " : " + problem);
        }
    }
}

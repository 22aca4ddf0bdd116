package dev.gannet.config.source;

import dev.gannet.config.conf.ConfException;
import dev.gannet.config.conf.ConfNode;
import dev.gannet.config.conf.ConfParser;
import dev.gannet.config.conf.ConfValue;
import dev.gannet.config.key.KeyTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the keys of the reader's tables in a configuration, by the block that they stand in. */
final class KeyUses {
    /** Blocks whose table has the name of another key. */
    private static final Map<String, String> SAME_TABLE = Map.ofEntries(
            Map.entry("server/ws", "websocket"),
            Map.entry("server/leaf", "leafnodes"),
            Map.entry("authorization/default_permissions", "permissions"),
            Map.entry("accounts/default_permissions", "permissions"),
            Map.entry("permissions/subscribe", "permissions.publish"),
            Map.entry("accounts.imports/service", "accounts.imports.stream"));

    /** Blocks of that name that are read in another way, of which the tables know nothing. */
    private static final Set<String> OTHERS = Set.of(
            "cluster/authorization",
            "cluster/accounts",
            "cluster/permissions",
            "gateway/authorization",
            "mqtt/authorization",
            "accounts.exports/accounts",
            "leafnodes.remotes.proxy/tls");

    /**
     * A key as it is written in a file.
     *
     * @param table the block that it stands in
     * @param isAlone whether there is nothing else in any block around it, nor in it
     */
    record Use(String table, String name, ConfNode node, boolean isAlone) {
        String id() {
            return table + "/" + name;
        }
    }

    private final Map<String, KeyTable<?>> tables;
    private final List<Use> uses = new ArrayList<>();

    private KeyUses(Map<String, KeyTable<?>> tables) {
        this.tables = tables;
    }

    /** Returns none for what cannot be parsed. */
    static List<Use> of(String conf, Map<String, KeyTable<?>> tables) {
        KeyUses found = new KeyUses(tables);
        try {
            found.block("server", new ConfParser(name -> null).parseText(conf, "F"), true);
        } catch (ConfException e) {
            return List.of();
        }
        return found.uses;
    }

    private void block(String table, ConfValue.MapValue block, boolean isAlone) {
        boolean single = isAlone && block.nodes().size() == 1;
        for (Map.Entry<String, ConfNode> entry : block.nodes().entrySet()) {
            String name = entry.getKey().toLowerCase(Locale.ROOT);
            KeyTable.Key<?> key = key(table, name);
            if (key == null) {
                continue;
            }
            String inner = tableOf(table, key.names().get(0));
            ConfValue value = entry.getValue().value();
            boolean isBlock = inner != null && hasKeys(value);
            uses.add(new Use(table, name, entry.getValue(), single && !isBlock));
            if (inner != null) {
                inside(inner, value, single);
            }
        }
    }

    private void inside(String table, ConfValue value, boolean isAlone) {
        if (value instanceof ConfValue.ArrayValue array) {
            array.nodes()
                    .forEach(node ->
                            inside(table, node.value(), isAlone && array.nodes().size() == 1));
        } else if (value instanceof ConfValue.MapValue map) {
            if (table.equals("accounts")) { // Its keys are names.
                map.nodes().values().forEach(node -> {
                    if (node.value() instanceof ConfValue.MapValue account) {
                        block(table, account, isAlone && map.nodes().size() == 1);
                    }
                });
            } else {
                block(table, map, isAlone);
            }
        }
    }

    private static boolean hasKeys(ConfValue value) {
        if (value instanceof ConfValue.ArrayValue array) {
            return array.nodes().stream().anyMatch(node -> hasKeys(node.value()));
        }
        return value instanceof ConfValue.MapValue map && !map.nodes().isEmpty();
    }

    private KeyTable.@Nullable Key<?> key(String table, String name) {
        KeyTable<?> keys = tables.get(table);
        return keys == null
                ? null
                : keys.keys().stream()
                        .filter(known -> known.names().contains(name))
                        .findFirst()
                        .orElse(null);
    }

    private @Nullable String tableOf(String table, String key) {
        String path = table + "/" + key;
        if (OTHERS.contains(path)) {
            return null;
        }
        String alias = SAME_TABLE.get(path);
        String full = table + "." + key;
        return alias != null ? alias : tables.containsKey(full) ? full : tables.containsKey(key) ? key : null;
    }
}

package dev.gannet.config.conf;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The maps around a place, the innermost first: where a {@code $name} is looked for before the environment. */
record Scope(Map<String, ConfNode> nodes, @Nullable Scope outer) {
    Scope(Map<String, ConfNode> nodes) {
        this(nodes, null);
    }

    @Nullable
    ConfNode find(String name) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            ConfNode node = scope.nodes.get(name);
            if (node != null) {
                return node;
            }
        }
        return null;
    }
}

package dev.gannet.graph;

import dev.gannet.graph.Graph.Node;
import dev.gannet.graph.Scene.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Takes out of a scene that fails whatever it fails without. */
final class Shrink {
    private final Predicate<Scene> fails;

    Shrink(Predicate<Scene> fails) {
        this.fails = fails;
    }

    Scene smallest(Scene scene) {
        Scene now = scene;
        for (Scene before = null; !now.equals(before); ) {
            before = now;
            now = steps(now);
            now = graphs(now);
        }
        return now;
    }

    private Scene steps(Scene scene) {
        Scene now = scene;
        for (int i = scene.steps().size() - 1; i >= 0; i--) {
            List<Step> steps = new ArrayList<>(now.steps());
            steps.remove(i);
            Scene next = new Scene(now.graph(), now.other(), now.guests(), steps);
            now = fails.test(next) ? next : now;
        }
        return now;
    }

    private Scene graphs(Scene scene) {
        Scene now = scene;
        for (int i = 0; i < scene.graph().nodes().size(); i++) {
            int at = i;
            for (boolean isOther : List.of(false, true)) {
                now = without(
                        now,
                        isOther,
                        at,
                        Node::imports,
                        (node, rest) -> node.with(node.exports(), rest, node.mappings()));
                now = without(
                        now,
                        isOther,
                        at,
                        Node::exports,
                        (node, rest) -> node.with(rest, node.imports(), node.mappings()));
                now = without(
                        now,
                        isOther,
                        at,
                        Node::mappings,
                        (node, rest) -> node.with(node.exports(), node.imports(), rest));
            }
        }
        return now;
    }

    private interface With<T> {
        Node put(Node node, List<T> rest);
    }

    private <T> Scene without(Scene scene, boolean isOther, int at, Function<Node, List<T>> part, With<T> with) {
        Scene now = scene;
        for (int i = part.apply(node(now, isOther, at)).size() - 1; i >= 0; i--) {
            List<T> rest = new ArrayList<>(part.apply(node(now, isOther, at)));
            rest.remove(i);
            List<Node> nodes = new ArrayList<>((isOther ? now.other() : now.graph()).nodes());
            nodes.set(at, with.put(nodes.get(at), rest));
            Graph made = new Graph(nodes);
            boolean isBoth = now.other().equals(now.graph());
            Scene next = new Scene(
                    isOther && !isBoth ? now.graph() : made,
                    isOther || isBoth ? made : now.other(),
                    now.guests(),
                    now.steps());
            now = fails.test(next) ? next : now;
        }
        return now;
    }

    private static Node node(Scene scene, boolean isOther, int at) {
        return (isOther ? scene.other() : scene.graph()).nodes().get(at);
    }
}

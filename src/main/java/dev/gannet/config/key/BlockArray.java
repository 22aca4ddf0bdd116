package dev.gannet.config.key;

import dev.gannet.config.conf.ConfNode;
import dev.gannet.config.conf.ConfValue;
import java.util.function.Function;

/**
 * An array of blocks: what errors say of a value that is no array, and of an element that is no block. Such an element is
 * left out, and the others are read nevertheless.
 */
public record BlockArray(Function<ConfValue, String> notArray, Function<ConfValue, String> notBlock) {
    /** Takes one of the blocks, which stands at {@code node}. */
    public interface Element {
        void read(ConfNode node, ConfValue.MapValue block);
    }

    /** Errors begin with these texts, and end with the name of the type that is there instead. */
    public static BlockArray ofTypes(String notArray, String notBlock) {
        return new BlockArray(value -> notArray + value.typeName(), value -> notBlock + value.typeName());
    }

    public void read(Setting setting, Problems problems, Element element) throws SettingException {
        if (!(setting.value() instanceof ConfValue.ArrayValue array)) {
            throw setting.fault(notArray.apply(setting.value()));
        }
        for (ConfNode node : array.nodes()) {
            if (node.value() instanceof ConfValue.MapValue block) {
                element.read(node, block);
            } else {
                problems.error(node.position(), notBlock.apply(node.value()));
            }
        }
    }
}

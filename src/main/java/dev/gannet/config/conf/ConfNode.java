package dev.gannet.config.conf;

/**
 * A value and where it stands: in a map at its key, in an array at itself.
 *
 * <p><b>Owner:</b> the thread that parses; afterwards nobody changes it.
 */
public final class ConfNode {
    private final ConfValue value;
    private final ConfPosition position;
    private boolean usedAsVariable;

    ConfNode(ConfValue value, ConfPosition position) {
        this.value = value;
        this.position = position;
    }

    public ConfValue value() {
        return value;
    }

    public ConfPosition position() {
        return position;
    }

    /** Whether a {@code $name} stands for it somewhere: then its key need not be one that the server knows. */
    public boolean isUsedAsVariable() {
        return usedAsVariable;
    }

    void useAsVariable() {
        usedAsVariable = true;
    }

    ConfNode at(ConfPosition other) {
        return new ConfNode(value, other);
    }

    @Override
    public String toString() {
        return position + " " + value.typeName();
    }
}

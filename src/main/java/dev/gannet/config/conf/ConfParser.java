package dev.gannet.config.conf;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code nats.conf}: a relaxed JSON with comments, variables and included files.
 *
 * <pre>
 *  document   = { statement end | "{" { statement end } ["}"] }        end of a line, ";" or "," ends a statement
 *  statement  = key [ "=" | ":" ] value | "include" path
 *  key        = "text" | 'text' | bare                                 bare: up to white space, "=" or ":"
 *  value      = map | array | string | block | number | size | boolean | date | variable
 *  map        = "{" { statement [ end ] } "}"
 *  array      = "[" { value ( "," | line end ) } [ value ] "]"
 *  string     = "text with \t \n \r \" \\ \xHH" | 'text as it stands' | bare
 *  block      = "(" everything up to a line that is only ")"
 *  number     = [ "-" ] digits [ "." digits ]
 *  size       = [ "-" ] digits ( k m g t p e )                         times a power of 1000; kb, ki, kib ... of 1024
 *  boolean    = true false yes no on off                               bare, in any case
 *  date       = YYYY-MM-DDTHH:MM:SSZ
 *  variable   = "$" name                                               but a bare $2a$... is the bcrypt hash itself
 *  comment    = "#" | "//" to the end of the line
 *  bare       = up to white space, ",", ";", "]" or "}"; the escapes above work in it too
 * </pre>
 *
 * <p>A variable is a key of a map around it, the innermost first, that stands before it; or else an environment
 * variable, whose value is read by this grammar. Of several equal keys in one map the last counts. The path of an
 * included file is relative to the file that includes it; it cannot see that file's variables.
 *
 * <p>What the reference server reads, this reads as the same values with the same positions, and its error texts are
 * the reference's. The differences are in what the reference silently loses or misreads, each an error here: a key without a
 * value before the end of a map, an end of file inside an array or after an opening quote, a size that overflows or
 * whose suffix is none, a zero byte. An array of integers may end without a space before its {@code ]}.
 */
public final class ConfParser {
    private final Function<String, @Nullable String> environment;
    private final ConfLimits limits;

    /** {@code environment} gives an environment variable's value, or null where there is none. */
    public ConfParser(Function<String, @Nullable String> environment) {
        this(environment, ConfLimits.DEFAULTS);
    }

    ConfParser(Function<String, @Nullable String> environment, ConfLimits limits) {
        this.environment = environment;
        this.limits = limits;
    }

    /** Reads a file and those that it includes. */
    public ConfValue.MapValue parseFile(String file) throws ConfException {
        return session().parseFile(file);
    }

    /** Reads a text. Files that it includes are relative to the current directory; positions name {@code file}. */
    public ConfValue.MapValue parseText(String text, String file) throws ConfException {
        return session().parseText(text.getBytes(UTF_8), file, "");
    }

    private ParseSession session() {
        return new ParseSession(environment, limits);
    }
}

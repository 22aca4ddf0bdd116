package dev.gannet.config.flag;

import dev.gannet.base.Quoted;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.flag.CommandLine.Failure;
import dev.gannet.config.flag.CommandLine.Show;
import dev.gannet.config.flag.CommandLine.Show.Topic;
import dev.gannet.config.key.Problems;
import dev.gannet.config.key.SettingException;
import dev.gannet.config.source.Draft;
import dev.gannet.config.source.HostSettings;
import dev.gannet.config.source.ServerConfigReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the command line of nats-server: its flags, and the file that they name. What a flag says counts more than what
 * the file says, and that more than the default. Between the two there may be settings of the host, see
 * {@link HostSettings}.
 *
 * <p>It can be read again, to see what the file says now: the flags still count more.
 */
public final class CommandLineReader {
    private final ServerConfigReader configReader;
    private final HostSettings hostSettings;
    private final Flags flags = new Flags();

    /** {@code environment} gives an environment variable's value, or null where there is none. */
    public CommandLineReader(Function<String, @Nullable String> environment) {
        this(environment, HostSettings.NONE);
    }

    /** {@code hostSettings} count more than the file, and less than the flags. */
    public CommandLineReader(Function<String, @Nullable String> environment, HostSettings hostSettings) {
        this.configReader = new ServerConfigReader(environment);
        this.hostSettings = hostSettings;
    }

    public CommandLine read(List<String> arguments) {
        FlagParser.Parsed parsed;
        try {
            parsed = new FlagParser(flags.all()).parse(arguments);
        } catch (SettingException e) {
            return new CommandLine.Misuse(e.getMessage());
        }
        CommandLine early = withoutSettings(parsed);
        return early == null ? withSettings(parsed) : early;
    }

    /** What is asked for that needs no settings; null if nothing. */
    private @Nullable CommandLine withoutSettings(FlagParser.Parsed parsed) {
        if (isOn(flags.version, parsed)) {
            return new Show(Topic.VERSION);
        }
        if (isOn(flags.help, parsed)) {
            return new Show(Topic.HELP);
        }
        if (isOn(flags.helpTls, parsed)) {
            return new Show(Topic.TLS_HELP);
        }
        if (!parsed.rest().isEmpty()) {
            return command(parsed.rest().get(0));
        }
        if (!text(flags.signal, parsed).isEmpty()) {
            return new CommandLine.SendSignal(text(flags.signal, parsed));
        }
        if (text(flags.config, parsed).isEmpty() && isOn(flags.test, parsed)) {
            return new Failure("must specify [-c, --config] option to check configuration file syntax");
        }
        return null;
    }

    private static CommandLine command(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "version" -> new Show(Topic.VERSION);
            case "help" -> new Show(Topic.HELP);
            default -> new Failure("unrecognized command: " + Quoted.of(word));
        };
    }

    private CommandLine withSettings(FlagParser.Parsed parsed) {
        Draft draft = new Draft();
        Problems problems = new Problems();
        String file = text(flags.config, parsed);
        String digest = file.isEmpty() ? "" : configReader.read(file, draft, problems);
        configReader.read(hostSettings, draft, problems);
        boolean test = isOn(flags.test, parsed);
        if (!problems.errors().isEmpty() || (test && !problems.warnings().isEmpty())) {
            boolean isRead = !digest.isEmpty(); // Then its problems are a list, each with an end of line.
            return new Failure(lines(problems) + (isRead ? "\n" : ""));
        }
        if (test) {
            String text = "configuration file " + file + " is valid (" + digest + ")";
            return new CommandLine.ConfigIsValid(text, problems.notBuilt());
        }
        try {
            apply(parsed, draft);
            applyTls(parsed, draft);
            requireCluster(parsed, draft);
        } catch (SettingException e) {
            return new Failure(e.getMessage());
        }
        ServerConfig config = draft.toConfig();
        if (!config.problems().isEmpty()) {
            return new Failure(config.problems().get(0));
        }
        List<String> notBuilt = new ArrayList<>(problems.notBuilt());
        notBuilt.addAll(notBuilt(parsed));
        return new CommandLine.Run(config, file.isEmpty() ? null : file, digest, problems.warnings(), notBuilt);
    }

    private void apply(FlagParser.Parsed parsed, Draft draft) throws SettingException {
        for (Flag flag : flags.all()) {
            FlagValue value = parsed.values().get(flag);
            if (value != null) {
                flag.effect().apply(value, draft);
            }
        }
    }

    private void applyTls(FlagParser.Parsed parsed, Draft draft) throws SettingException {
        if (parsed.values().containsKey(flags.tls) && !isOn(flags.tls, parsed)) {
            TlsFlags.disable(draft);
        } else if (flags.isAnyTls(parsed.values().keySet())) {
            new TlsFlags(
                            text(flags.tlsCert, parsed),
                            text(flags.tlsKey, parsed),
                            text(flags.tlsCaCert, parsed),
                            isOn(flags.tlsVerify, parsed))
                    .apply(draft);
        }
    }

    /** Servers are connected to from inside a cluster only. */
    private void requireCluster(FlagParser.Parsed parsed, Draft draft) throws SettingException {
        boolean hasCluster = !text(flags.cluster, parsed).isEmpty()
                || !draft.cluster.listen.host.isEmpty()
                || draft.cluster.listen.port != 0;
        if (!text(flags.routes, parsed).isEmpty() && !hasCluster) {
            throw new SettingException("solicited routes require cluster capabilities, e.g. --cluster");
        }
    }

    private List<String> notBuilt(FlagParser.Parsed parsed) {
        List<String> lines = new ArrayList<>();
        for (Flag flag : flags.all()) {
            FlagValue value = parsed.values().get(flag);
            boolean says = value != null
                    && (flag.isSwitch() ? value.isOn() : !value.text().isEmpty());
            if (says && !flag.isBuilt()) {
                lines.add("flag " + flag.spelling() + " is known but not built yet; it has no effect");
            }
        }
        return lines;
    }

    /** As the reference server prints them: warnings first, each on its line. */
    private static String lines(Problems problems) {
        List<String> lines = new ArrayList<>(problems.warnings());
        lines.addAll(problems.errors());
        return String.join("\n", lines);
    }

    private static boolean isOn(Flag flag, FlagParser.Parsed parsed) {
        FlagValue value = parsed.values().get(flag);
        return value != null && value.isOn();
    }

    private static String text(Flag flag, FlagParser.Parsed parsed) {
        FlagValue value = parsed.values().get(flag);
        return value == null ? "" : value.text();
    }
}

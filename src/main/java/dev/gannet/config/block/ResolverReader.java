package dev.gannet.config.block;

import dev.gannet.base.Quoted;
import dev.gannet.config.Durations;
import dev.gannet.config.conf.ConfNode;
import dev.gannet.config.conf.ConfValue;
import dev.gannet.config.feature.ResolverConfig;
import dev.gannet.config.feature.ResolverConfig.Deletion;
import dev.gannet.config.key.Problems;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import dev.gannet.config.peer.PeerUrl;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code resolver}: where accounts come from (CF-114, CF-115). */
public final class ResolverReader {
    /** The keys of its block. */
    public static final List<String> KEYS =
            List.of("type", "dir", "allow_delete", "hard_delete", "limit", "ttl", "interval", "timeout");

    private static final Pattern MEMORY = Pattern.compile("(MEM|MEMORY)\\s*", Pattern.CASE_INSENSITIVE);
    private static final Pattern URL =
            Pattern.compile("URL(?:\\(\\s*\"?([^\\s\"]*)\"?\\s*\\))?", Pattern.CASE_INSENSITIVE);
    private static final String FAULT = "error parsing account resolver, should be MEM or  URL(\"url\") or a map"
            + " containing dir and type state=[FULL|CACHE])";

    /** Returns null if it says something that is wrong. */
    public @Nullable ResolverConfig read(Setting setting, Problems problems) throws SettingException {
        if (setting.value() instanceof ConfValue.StringValue text) {
            return read(setting, text.string());
        }
        ConfValue.MapValue block = setting.map("error parsing operator resolver, wrong type ");
        return read(setting, block, problems);
    }

    private static ResolverConfig read(Setting setting, String text) throws SettingException {
        if (MEMORY.matcher(text).find()) {
            return ResolverConfig.memory();
        }
        Matcher matcher = URL.matcher(text);
        if (!matcher.find()) {
            throw setting.fault(FAULT);
        }
        String url = matcher.group(1) == null ? "" : matcher.group(1);
        try {
            return ResolverConfig.ofUrl(PeerUrl.parse(url).text());
        } catch (IllegalArgumentException e) {
            throw setting.fault("error parsing account resolver url [" + Quoted.of(url) + "]");
        }
    }

    private static @Nullable ResolverConfig read(Setting setting, ConfValue.MapValue block, Problems problems)
            throws SettingException {
        String directory = string(block, "dir");
        String kind = string(block, "type").toUpperCase(Locale.ROOT);
        boolean deletes = bool(block, "allow_delete");
        boolean deletesHard = bool(block, "hard_delete");
        long limit = number(block, "limit");
        Duration ttl = duration(setting, block, "ttl");
        Duration interval = duration(setting, block, "interval");
        Duration timeout = duration(setting, block, "timeout");
        int errorsBefore = problems.errors().size();
        switch (kind) {
            case "MEM", "MEMORY" -> {
                return ResolverConfig.memory();
            }
            case "CACHE" -> {
                checkDirectory(setting, directory, problems);
                check(!interval.isZero(), setting, "CACHE does not accept sync", problems);
                check(deletes, setting, "CACHE does not accept allow_delete", problems);
                check(block.nodes().containsKey("hard_delete"), setting, "CACHE does not accept hard_delete", problems);
            }
            case "FULL" -> {
                checkDirectory(setting, directory, problems);
                check(!ttl.isZero(), setting, "FULL does not accept ttl", problems);
                boolean hasNoEffect = block.nodes().containsKey("hard_delete") && !deletes;
                check(hasNoEffect, setting, "hard_delete has no effect without delete", problems);
            }
            default -> throw setting.fault(FAULT);
        }
        if (problems.errors().size() > errorsBefore) {
            return null;
        }
        Deletion deletion = deletesHard ? Deletion.HARD : Deletion.RENAMED;
        return new ResolverConfig(
                ResolverConfig.Type.valueOf(kind),
                "",
                directory,
                limit,
                ttl,
                interval,
                timeout,
                deletes ? deletion : Deletion.NONE);
    }

    private static void check(boolean isWrong, Setting setting, String fault, Problems problems) {
        if (isWrong) {
            problems.error(setting.position(), fault);
        }
    }

    private static void checkDirectory(Setting setting, String directory, Problems problems) {
        if (directory.isEmpty()) {
            problems.error(setting.position(), "dir has no value and needs to point to a directory");
            return;
        }
        try {
            Path path = Path.of(directory);
            boolean isGood = !Files.exists(path) || (Files.isDirectory(path) && Files.isWritable(path));
            check(!isGood, setting, "dir needs to point to an accessible directory", problems);
        } catch (InvalidPathException e) {
            problems.error(setting.position(), e.getReason() + ": " + e.getInput());
        }
    }

    private static @Nullable Setting at(ConfValue.MapValue block, String key) {
        ConfNode node = block.nodes().get(key);
        return node == null ? null : new Setting(key, node);
    }

    private static String string(ConfValue.MapValue block, String key) throws SettingException {
        Setting setting = at(block, key);
        return setting == null ? "" : setting.string();
    }

    private static boolean bool(ConfValue.MapValue block, String key) throws SettingException {
        Setting setting = at(block, key);
        return setting != null && setting.bool();
    }

    private static long number(ConfValue.MapValue block, String key) throws SettingException {
        Setting setting = at(block, key);
        return setting == null ? 0 : setting.integer();
    }

    private static Duration duration(Setting whole, ConfValue.MapValue block, String key) throws SettingException {
        String text = string(block, key);
        try {
            return at(block, key) == null ? Duration.ZERO : Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw whole.fault(String.valueOf(e.getMessage()));
        }
    }
}

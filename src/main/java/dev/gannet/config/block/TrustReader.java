package dev.gannet.config.block;

import dev.gannet.base.Nkey;
import dev.gannet.base.Quoted;
import dev.gannet.config.conf.ConfNode;
import dev.gannet.config.conf.ConfValue;
import dev.gannet.config.key.Problems;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the keys at the top that say whose word about accounts counts (CF-112, CF-116). */
public final class TrustReader {
    /** Reads {@code operator}: JWTs, or the files that those are in. */
    public List<String> operators(Setting setting) throws SettingException {
        String fault = "error parsing operators: unsupported type ";
        if (setting.value() instanceof ConfValue.StringValue operator) {
            requireThere(setting, operator.string());
            return List.of(operator.string());
        }
        List<String> operators = new ArrayList<>();
        for (ConfNode node : setting.array(fault)) {
            if (!(node.value() instanceof ConfValue.StringValue operator)) {
                throw setting.fault(fault + node.value().typeName() + " where string is expected");
            }
            requireThere(setting, operator.string());
            operators.add(operator.string());
        }
        return operators;
    }

    /** What does not begin as a JWT does is a file. */
    private static void requireThere(Setting setting, String operator) throws SettingException {
        try {
            if (!operator.startsWith("eyJ") && !Files.isReadable(Path.of(operator))) {
                throw setting.fault("error parsing operator JWT: open " + operator + ": no such file or directory");
            }
        } catch (InvalidPathException e) {
            throw setting.fault("error parsing operator JWT: " + e.getReason() + ": " + e.getInput());
        }
    }

    /** Reads {@code trusted_keys}. */
    public List<String> keys(Setting setting, Problems problems) throws SettingException {
        List<String> keys = setting.strings("trusted", problems);
        for (String key : keys) {
            if (Nkey.OPERATOR.decode(key) == null) {
                problems.error(
                        setting.position(),
                        "trust key " + Quoted.of(key) + " required to be a valid public operator nkey");
            }
        }
        return keys;
    }

    /** Reads {@code resolver_preload}: JWTs of accounts by their public keys. */
    public Map<String, String> preloads(Setting setting, Problems problems) throws SettingException {
        if (!(setting.value() instanceof ConfValue.MapValue block)) {
            throw setting.fault("preload should be a map of account_public_key:account_jwt");
        }
        Map<String, String> preloads = new LinkedHashMap<>();
        for (Map.Entry<String, ConfNode> entry : block.nodes().entrySet()) {
            ConfNode node = entry.getValue();
            if (!(node.value() instanceof ConfValue.StringValue jwt)) {
                problems.error(node.position(), "preload map value should be a string JWT");
            } else if (jwt.string().split("\\.", -1).length == 3) {
                preloads.put(entry.getKey(), jwt.string());
            } else {
                problems.error(node.position(), "invalid account JWT");
            }
        }
        return preloads;
    }
}

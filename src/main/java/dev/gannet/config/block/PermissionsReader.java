package dev.gannet.config.block;

import dev.gannet.config.Durations;
import dev.gannet.config.PermissionSubjects;
import dev.gannet.config.PermissionsConfig;
import dev.gannet.config.ResponsePermission;
import dev.gannet.config.SubjectRules;
import dev.gannet.config.conf.ConfNode;
import dev.gannet.config.conf.ConfValue;
import dev.gannet.config.key.KeyTable;
import dev.gannet.config.key.Problems;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import dev.gannet.config.key.UnknownKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the blocks that say what users may do. */
public final class PermissionsReader {
    /** A {@link PermissionsConfig} while it is read. */
    private static final class PermissionsDraft {
        @Nullable
        SubjectRules publish;

        @Nullable
        SubjectRules subscribe;

        @Nullable
        ResponsePermission responses;
    }

    /** A {@link SubjectRules} while it is read. */
    private static final class RulesDraft {
        @Nullable
        List<String> allow;

        List<String> deny = List.of();
    }

    /** A {@link ResponsePermission} while it is read. */
    private static final class ResponsesDraft {
        int maxMessages = ResponsePermission.DEFAULT_MAX_MESSAGES;
        Duration expires = ResponsePermission.DEFAULT_EXPIRES;
    }

    private final KeyTable<PermissionsDraft> permissionKeys = new KeyTable<>(UnknownKey::permission);
    private final KeyTable<RulesDraft> publishKeys = new KeyTable<>(UnknownKey::subjectPermission);
    private final KeyTable<RulesDraft> subscribeKeys = new KeyTable<>(UnknownKey::subjectPermission);
    private final KeyTable<ResponsesDraft> responseKeys = new KeyTable<>(UnknownKey::permission);

    public PermissionsReader() {
        permissionKeys
                .key(
                        (setting, draft, problems) -> draft.publish = rules(setting, false, problems),
                        "publish",
                        "pub",
                        "import")
                .key(
                        (setting, draft, problems) -> draft.subscribe = rules(setting, true, problems),
                        "subscribe",
                        "sub",
                        "export")
                .key(
                        (setting, draft, problems) -> draft.responses = responses(setting, problems),
                        "allow_responses",
                        "publish_allow_responses");
        addRules(publishKeys, false);
        addRules(subscribeKeys, true);
        responseKeys
                .key(
                        (setting, draft, problems) -> maxMessages(setting, draft),
                        "max",
                        "max_msgs",
                        "max_messages",
                        "max_responses")
                .key((setting, draft, problems) -> expires(setting, draft), "expires", "expiration", "ttl");
    }

    /** Reads a {@code permissions} block. */
    public PermissionsConfig read(Setting setting, Problems problems) throws SettingException {
        if (!(setting.value() instanceof ConfValue.MapValue block)) {
            throw setting.fault("Expected permissions to be a map/struct, got "
                    + setting.value().text());
        }
        PermissionsDraft draft = new PermissionsDraft();
        permissionKeys.read(block, draft, problems);
        return new PermissionsConfig(publishable(draft), draft.subscribe, draft.responses);
    }

    public KeyTable<?> permissionKeys() {
        return permissionKeys;
    }

    public KeyTable<?> ruleKeys() {
        return publishKeys;
    }

    public KeyTable<?> responseKeys() {
        return responseKeys;
    }

    /** Who may answer, and is not told where else to publish, may publish nowhere else (CF-181). */
    private static @Nullable SubjectRules publishable(PermissionsDraft draft) {
        SubjectRules publish = draft.publish;
        if (draft.responses == null || (publish != null && publish.allow() != null)) {
            return publish;
        }
        return new SubjectRules(List.of(), publish == null ? List.of() : publish.deny());
    }

    private void addRules(KeyTable<RulesDraft> table, boolean mayHaveQueue) {
        table.key((setting, draft, problems) -> draft.allow = subjects(setting, mayHaveQueue), "allow")
                .key(
                        (setting, draft, problems) -> {
                            List<String> subjects = subjects(setting, mayHaveQueue);
                            draft.deny = subjects == null ? List.of() : subjects;
                        },
                        "deny");
    }

    /** An empty block is no rule, as in the reference server. */
    private @Nullable SubjectRules rules(Setting setting, boolean mayHaveQueue, Problems problems)
            throws SettingException {
        if (!(setting.value() instanceof ConfValue.MapValue block)) {
            return new SubjectRules(subjects(setting, mayHaveQueue), List.of());
        }
        if (block.nodes().isEmpty()) {
            return null;
        }
        RulesDraft draft = new RulesDraft();
        (mayHaveQueue ? subscribeKeys : publishKeys).read(block, draft, problems);
        return new SubjectRules(draft.allow, draft.deny);
    }

    /** A subject or several; an empty array is null, that is everything, as in the reference server. */
    private static @Nullable List<String> subjects(Setting setting, boolean mayHaveQueue) throws SettingException {
        List<String> subjects = new ArrayList<>();
        if (setting.value() instanceof ConfValue.StringValue subject) {
            subjects.add(subject.string());
        } else if (setting.value() instanceof ConfValue.ArrayValue array) {
            for (ConfNode node : array.nodes()) {
                if (!(node.value() instanceof ConfValue.StringValue subject)) {
                    throw new Setting(setting.key(), node)
                            .fault("Subject in permissions array cannot be cast to string");
                }
                subjects.add(subject.string());
            }
        } else {
            throw setting.fault("Expected subject permissions to be a subject, or array of subjects, got "
                    + setting.value().typeName());
        }
        Optional<String> problem = PermissionSubjects.problem(subjects, mayHaveQueue);
        if (problem.isPresent()) {
            throw setting.fault(problem.get());
        }
        return subjects.isEmpty() ? null : subjects;
    }

    /** A subject or several, in no queue group. */
    public static List<String> subjects(Setting setting) throws SettingException {
        List<String> subjects = subjects(setting, false);
        return subjects == null ? List.of() : subjects;
    }

    private @Nullable ResponsePermission responses(Setting setting, Problems problems) throws SettingException {
        if (setting.value() instanceof ConfValue.BooleanValue allowed) {
            return allowed.bool() ? ResponsePermission.defaults() : null;
        }
        if (!(setting.value() instanceof ConfValue.MapValue block)) {
            throw setting.fault("error parsing response permissions, expected a boolean or a map");
        }
        ResponsesDraft draft = new ResponsesDraft();
        responseKeys.read(block, draft, problems);
        return new ResponsePermission(draft.maxMessages, draft.expires);
    }

    private static void maxMessages(Setting setting, ResponsesDraft draft) throws SettingException {
        int max = setting.clampedInteger();
        draft.maxMessages = max == 0 ? ResponsePermission.DEFAULT_MAX_MESSAGES : max;
    }

    private static void expires(Setting setting, ResponsesDraft draft) throws SettingException {
        if (!(setting.value() instanceof ConfValue.StringValue text)) {
            throw setting.fault("error parsing expires, not a duration string");
        }
        try {
            Duration expires = Durations.parse(text.string());
            draft.expires = expires.isZero() ? ResponsePermission.DEFAULT_EXPIRES : expires;
        } catch (IllegalArgumentException e) {
            throw setting.fault("error parsing expires: " + e.getMessage());
        }
    }
}

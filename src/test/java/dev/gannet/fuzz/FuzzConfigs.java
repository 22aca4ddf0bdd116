package dev.gannet.fuzz;

import dev.gannet.config.AccountConfig;
import dev.gannet.config.AuthorizationConfig;
import dev.gannet.config.LimitsConfig;
import dev.gannet.config.PermissionsConfig;
import dev.gannet.config.ResponsePermission;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.SubjectRules;
import dev.gannet.config.UserConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The servers that are fuzzed: small limits, so that they are reached, and what else changes the way of a frame. */
final class FuzzConfigs {
    private static final int PAYLOAD_MAX = 300;
    private static final int LINE_MAX = 256;
    private static final ServerConfig OPEN = ServerConfig.embedded().toBuilder()
            .limits(LimitsConfig.defaults().withMaxPayloadBytes(PAYLOAD_MAX).withMaxControlLineBytes(LINE_MAX))
            .build();

    private FuzzConfigs() {}

    /** Returns one of the configurations, in turn. */
    static ServerConfig of(long index) {
        return switch (Math.floorMod(index, 6)) {
            case 0, 1 -> OPEN;
            case 2 -> withUsers("plain");
            case 3 -> withUsers(null);
            case 4 -> withLimits();
            default -> withoutHeaders();
        };
    }

    private static ServerConfig withUsers(@Nullable String noAuthUser) {
        SubjectRules ask = new SubjectRules(List.of("a.>", "foo.*", "bar"), List.of("a.b"));
        SubjectRules hear = new SubjectRules(List.of("_INBOX.>", "foo", "a.* q1"), List.of("_INBOX.r1"));
        SubjectRules requests = new SubjectRules(List.of("a.>", "foo"), List.of());
        PermissionsConfig asker = new PermissionsConfig(ask, hear, null);
        PermissionsConfig answerer = new PermissionsConfig(null, requests, ResponsePermission.defaults());
        List<UserConfig> users = List.of(
                new UserConfig("plain", "secret"),
                new UserConfig("asker", "secret").withPermissions(asker),
                // "secret", at the lowest cost.
                new UserConfig("answerer", "$2a$04$KpQvW/cRnR4fyxMp1hVqXezj2P9DQqsI3/g0xQcgW5I9WJGa2cZC2")
                        .withPermissions(answerer));
        return OPEN.toBuilder()
                .authorization(AuthorizationConfig.defaults().withUsers(users).withNoAuthUser(noAuthUser))
                .accounts(List.of(new AccountConfig("OTHER", List.of(new UserConfig("other", "secret")))))
                .build();
    }

    private static ServerConfig withLimits() {
        return OPEN.toBuilder()
                .limits(OPEN.limits().withMaxSubscriptions(3).withMaxSubjectTokens(4))
                .build();
    }

    private static ServerConfig withoutHeaders() {
        return OPEN.toBuilder().protocol(OPEN.protocol().withHeaders(false)).build();
    }
}

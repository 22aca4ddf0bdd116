package dev.gannet.service;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gannet.config.PermissionsConfig;
import dev.gannet.config.ResponsePermission;
import dev.gannet.config.SubjectRules;
import dev.gannet.monitor.json.OmitEmpty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who a client is and what it may do, as it is told itself (MO-166).
 *
 * @param user its name or nkey, a mark in place of a token, or the empty string
 * @param permissions absent where it may do everything
 */
record UserInfo(
        String user,
        String account,
        @JsonProperty("account_name") @OmitEmpty String accountName,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable PermissionsShown permissions) {

    record PermissionsShown(
            RulesShown publish,
            RulesShown subscribe,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            ResponsesShown responses) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record RulesShown(List<String> allow, List<String> deny) {
        static RulesShown of(@Nullable SubjectRules rules) {
            if (rules == null) {
                return new RulesShown(List.of(), List.of());
            }
            List<String> allow = rules.allow();
            return new RulesShown(allow == null ? List.of() : allow, rules.deny());
        }
    }

    /**
     * @param timeToLive in nanoseconds
     */
    record ResponsesShown(int max, @JsonProperty("ttl") long timeToLive) {}

    static UserInfo of(String user, String account, @Nullable PermissionsConfig permissions) {
        return new UserInfo(user, account, account, permissions == null ? null : shown(permissions));
    }

    private static PermissionsShown shown(PermissionsConfig permissions) {
        ResponsePermission responses = permissions.responses();
        return new PermissionsShown(
                RulesShown.of(permissions.publish()),
                RulesShown.of(permissions.subscribe()),
                responses == null
                        ? null
                        : new ResponsesShown(
                                responses.maxMessages(), responses.expires().toNanos()));
    }
}

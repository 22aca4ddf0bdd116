package dev.gannet.jetstream.api;

/** The kinds of answers, and what of each is there even when something went wrong. */
enum ApiType {
    ACCOUNT_INFO("account_info_response"),
    ACCOUNT_PURGE("account_purge_response"),
    SYSTEM("system_response"),
    STREAM_CREATE("stream_create_response"),
    STREAM_UPDATE("stream_update_response"),
    STREAM_NAMES("stream_names_response", ApiType.NO_PAGE + ",\"streams\":null"),
    STREAM_LIST("stream_list_response", ApiType.NO_PAGE + ",\"streams\":[]"),
    STREAM_INFO("stream_info_response", ApiType.NO_PAGE),
    STREAM_DELETE("stream_delete_response"),
    STREAM_PURGE("stream_purge_response", ",\"purged\":0"),
    STREAM_SNAPSHOT("stream_snapshot_response"),
    STREAM_RESTORE("stream_restore_response", ",\"deliver_subject\":\"\""),
    STREAM_REMOVE_PEER("stream_remove_peer_response"),
    STREAM_EVACUATE_PEER("stream_evacuate_peer_response"),
    STREAM_STEPDOWN("stream_leader_stepdown_response"),
    STREAM_CANCEL_MOVE("stream_cancel_move_response"),
    MESSAGE_GET("stream_msg_get_response"),
    MESSAGE_DELETE("stream_msg_delete_response"),
    CONSUMER_CREATE("consumer_create_response"),
    CONSUMER_NAMES("consumer_names_response", ApiType.NO_PAGE + ",\"consumers\":[]"),
    CONSUMER_LIST("consumer_list_response", ApiType.NO_PAGE + ",\"consumers\":[]"),
    CONSUMER_INFO("consumer_info_response"),
    CONSUMER_DELETE("consumer_delete_response"),
    CONSUMER_PAUSE("consumer_pause_response", ",\"paused\":false,\"pause_until\":\"0001-01-01T00:00:00Z\""),
    CONSUMER_RESET("consumer_reset_response", ",\"reset_seq\":0"),
    CONSUMER_UNPIN("consumer_unpin_response"),
    CONSUMER_STEPDOWN("consumer_leader_stepdown_response"),
    CONSUMER_REMOVE_PEER("consumer_remove_peer_response"),
    CONSUMER_EVACUATE_PEER("consumer_evacuate_peer_response");

    private static final String NO_PAGE = ",\"total\":0,\"offset\":0,\"limit\":0";

    private final String type;
    private final String failed;

    ApiType(String type) {
        this(type, "");
    }

    /**
     * @param type the last part of its name
     * @param failed members behind the error
     */
    ApiType(String type, String failed) {
        this.type = "io.nats.jetstream.api.v1." + type;
        this.failed = failed;
    }

    /** Returns what clients know it by. */
    String type() {
        return type;
    }

    String failed() {
        return failed;
    }
}

package dev.gannet.protocol;

import dev.gannet.base.GoTime;
import java.time.Instant;

/** What every event says of the server that it comes from, in its field {@code server} (MO-149..152). Pure functions. */
public final class EventStamp {
    private EventStamp() {}

    /** Returns the JSON of one event's server; {@code number} counts the server's events. */
    public static String json(ServerInfo self, long number, Instant now) {
        StringBuilder out = new StringBuilder(256);
        GoJson.quote(out.append("{\"name\":"), self.serverName());
        GoJson.quote(out.append(",\"host\":"), self.host());
        GoJson.quote(out.append(",\"id\":"), self.serverId());
        GoJson.quote(out.append(",\"ver\":"), ServerInfo.VERSION);
        out.append(",\"jetstream\":false,\"flags\":0,\"seq\":").append(number);
        return GoJson.quote(out.append(",\"time\":"), GoTime.format(now))
                .append('}')
                .toString();
    }
}

package dev.gannet.monitor.endpoint;

import dev.gannet.monitor.ServerFacts;

/** The page at {@code /}: links to the endpoints that there are, relative so that a base path does not matter. */
final class IndexPage {
    private IndexPage() {}

    static String of(ServerFacts facts) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <title>Gannet</title>
                <style>
                  body { font-family: system-ui, sans-serif; margin: 2rem; color: #222 }
                  dt { margin-top: .8rem } dd { margin: 0; color: #666 }
                </style>
                </head>
                <body>
                <h1>Gannet</h1>
                <p>Server <code>%s</code>, speaking NATS %s</p>
                <dl>
                <dt><a href="./varz">varz</a></dt><dd>settings and counters of this server</dd>
                <dt><a href="./connz">connz</a></dt><dd>who is connected</dd>
                <dt><a href="./connz?state=closed">connz?state=closed</a></dt><dd>who was, and why no more</dd>
                <dt><a href="./subsz">subsz</a></dt><dd>subscriptions and how they are matched</dd>
                <dt><a href="./accountz">accountz</a></dt><dd>its accounts</dd>
                <dt><a href="./accstatz">accstatz</a></dt><dd>what each account has moved</dd>
                <dt><a href="./jsz">jsz</a></dt><dd>JetStream</dd>
                <dt><a href="./routez">routez</a>, <a href="./leafz">leafz</a>, <a href="./gatewayz">gatewayz</a></dt>
                <dd>other servers</dd>
                <dt><a href="./metrics">metrics</a></dt><dd>figures for Prometheus</dd>
                <dt><a href="./debug/vars">debug/vars</a></dt><dd>the memory of the process</dd>
                <dt><a href="./healthz">healthz</a></dt><dd>whether this server can do its work</dd>
                <dt><a href="./stacksz">stacksz</a></dt><dd>what its threads are doing</dd>
                </dl>
                </body>
                </html>
                """.formatted(escaped(facts.serverName()), escaped(facts.version()));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}

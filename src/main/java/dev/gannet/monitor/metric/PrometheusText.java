package dev.gannet.monitor.metric;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Metrics as Prometheus reads them, in its text format 0.0.4. Pure functions. */
public final class PrometheusText {
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private PrometheusText() {}

    /** Returns the text; those of one family stand together, as the format wants it. */
    public static byte[] of(List<Metric> metrics) {
        Map<String, List<Metric>> byFamily = new TreeMap<>();
        for (Metric metric : metrics) {
            byFamily.computeIfAbsent(metric.family().name(), name -> new ArrayList<>(1))
                    .add(metric);
        }
        StringBuilder out = new StringBuilder(16 * 1024);
        byFamily.forEach((name, same) -> {
            Metric first = same.get(0);
            String help = first.help().replace("\\", "\\\\").replace("\n", "\\n");
            out.append("# HELP ").append(name).append(' ').append(help);
            out.append("\n# TYPE ").append(name).append(' ');
            out.append(first.family().kind().name().toLowerCase(Locale.ROOT)).append('\n');
            same.forEach(metric -> append(out, metric));
        });
        return out.toString().getBytes(UTF_8);
    }

    private static void append(StringBuilder out, Metric metric) {
        out.append(metric.name());
        char before = '{';
        for (Map.Entry<String, String> label : metric.labels().entrySet()) {
            out.append(before).append(label.getKey()).append("=\"");
            out.append(escaped(label.getValue())).append('"');
            before = ',';
        }
        if (before == ',') {
            out.append('}');
        }
        out.append(' ').append(Metric.number(metric.value())).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}

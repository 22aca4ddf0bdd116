package dev.gannet.monitor.profile;

import java.util.Map;

/** {@code /stacksz}: what the threads of the process are doing. Pure functions. */
public final class Stacks {
    private Stacks() {}

    public static String text() {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<Thread, StackTraceElement[]> stack :
                Thread.getAllStackTraces().entrySet()) {
            Thread thread = stack.getKey();
            text.append('"')
                    .append(thread.getName())
                    .append("\" [")
                    .append(thread.getState())
                    .append("]:\n");
            for (StackTraceElement frame : stack.getValue()) {
                text.append("\tat ").append(frame).append('\n');
            }
            text.append('\n');
        }
        return text.toString();
    }
}

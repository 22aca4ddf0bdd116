package dev.gannet.client.call;

import java.util.ArrayList;
import java.util.List;

/** Subjects as annotations name them. */
public final class Subjects {
    private Subjects() {}

    /** Returns whether one can subscribe to it: tokens between dots, none empty, without white space, {@code >} last. */
    public static boolean isValid(String subject) {
        String[] tokens = subject.split("\\.", -1);
        for (int i = 0; i < tokens.length; i++) {
            String token = tokens[i];
            boolean isText = !token.isEmpty() && token.chars().noneMatch(c -> c <= ' ' || c == 127);
            boolean isEarly = token.equals(">") && i < tokens.length - 1;
            if (!isText || isEarly) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether a queue group may be called so; empty for none. */
    public static boolean isQueue(String queue) {
        return queue.chars().noneMatch(c -> c <= ' ' || c == 127);
    }

    /** Returns whether it is valid and has no wildcard. */
    public static boolean isLiteral(String subject) {
        return isValid(subject) && wildcards(subject).isEmpty();
    }

    /** Returns the places of the wildcards among the tokens, from 0, in their order. */
    static List<Integer> wildcards(String subject) {
        List<Integer> places = new ArrayList<>();
        String[] tokens = subject.split("\\.", -1);
        for (int i = 0; i < tokens.length; i++) {
            if (tokens[i].equals("*") || tokens[i].equals(">")) {
                places.add(i);
            }
        }
        return places;
    }

    /** Returns what stands at a place of a subject: one token, or all that are left. */
    static String at(String subject, int place, boolean rest) {
        String[] tokens = subject.split("\\.", rest ? place + 1 : place + 2);
        return place < tokens.length ? tokens[place] : "";
    }
}

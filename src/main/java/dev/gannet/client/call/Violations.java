package dev.gannet.client.call;

import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.util.Iterator;
import java.util.stream.Collectors;

/** What Bean Validation says of the arguments of a call. It need not be there: its classes are touched by name first. */
final class Violations {
    private Violations() {}

    static boolean isViolation(Throwable thrown) {
        for (Class<?> type = thrown.getClass(); type != Throwable.class; type = type.getSuperclass()) {
            if (type.getName().equals("jakarta.validation.ConstraintViolationException")) {
                return true;
            }
        }
        return false;
    }

    /** Returns what is wrong with the arguments of the method; empty if something else was violated further inside. */
    static String ofParameters(BeanMethod method, Throwable thrown) {
        return ((ConstraintViolationException) thrown)
                .getConstraintViolations().stream()
                        .filter(violation -> isParameter(method, violation.getPropertyPath()))
                        .map(violation -> tail(violation.getPropertyPath()) + " " + violation.getMessage())
                        .sorted()
                        .collect(Collectors.joining(", "));
    }

    private static boolean isParameter(BeanMethod method, Path path) {
        Iterator<Path.Node> nodes = path.iterator();
        if (!nodes.hasNext()) {
            return false;
        }
        Path.Node first = nodes.next();
        return first.getKind() == ElementKind.METHOD
                && method.method().getName().equals(first.getName())
                && nodes.hasNext()
                && nodes.next().getKind() == ElementKind.PARAMETER;
    }

    /** The path without the method. */
    private static String tail(Path path) {
        String text = path.toString();
        return text.substring(text.indexOf('.') + 1);
    }
}

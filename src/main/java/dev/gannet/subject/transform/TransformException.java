package dev.gannet.subject.transform;

/** Says why a transform or a mapping cannot be made, in the reference server's words (AC-69, AC-75). */
public final class TransformException extends Exception {
    static final String BAD_SUBJECT = "invalid subject";

    /** What can be wrong with a destination. */
    enum Fault {
        BAD_TRANSFORM("invalid transform"),
        WILDCARDS_LEFT("not using all of the token wildcard(s)"),
        UNKNOWN_FUNCTION("unknown function"),
        OUT_OF_RANGE("wildcard index out of range"),
        TOO_FEW_ARGUMENTS("not enough arguments passed to the function"),
        TOO_MANY_ARGUMENTS("too many arguments passed to the function"),
        BAD_ARGUMENT("function argument is invalid or in the wrong format"),
        NOT_REVERSIBLE("the only mapping function allowed for import transforms is {{Wildcard()}}");

        private final String text;

        Fault(String text) {
            this.text = text;
        }

        /** Returns the exception for a fault in {@code part} of a destination; the empty text is no part of it. */
        TransformException in(String part) {
            return new TransformException(
                    "invalid mapping destination: " + text + (part.isEmpty() ? "" : " in " + part));
        }
    }

    private final String message;

    TransformException(String message) {
        super(message);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}

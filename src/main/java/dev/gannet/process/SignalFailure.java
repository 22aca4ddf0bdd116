package dev.gannet.process;

/** A signal could not be sent; the message is what to print. */
final class SignalFailure extends Exception {
    private static final long serialVersionUID = 1;

    SignalFailure(String message) {
        super(message);
    }
}

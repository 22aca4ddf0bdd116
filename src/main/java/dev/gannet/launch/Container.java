package dev.gannet.launch;

import dev.gannet.process.StartFailure;
import java.lang.reflect.InvocationTargetException;
import java.util.List;

/**
 * Payara Micro, by the names of its classes.
 *
 * <p><b>Owner:</b> the main thread.
 */
final class Container implements AutoCloseable {
    private static final int SHUT_DOWN_MILLIS = 1_500;

    private final Object boot;

    private Container(Object boot) {
        this.boot = boot;
    }

    /** Returns when all that is to be deployed has been deployed, or could not be. */
    static Container boot(Installation installation, List<String> arguments) throws StartFailure {
        try {
            Object boot = Class.forName(installation.bootClass())
                    .getMethod("create", String[].class)
                    .invoke(null, (Object) arguments.toArray(new String[0]));
            return new Container(boot);
        } catch (InvocationTargetException e) {
            throw new StartFailure("Can't start the container: " + RootCause.of(e), e);
        } catch (ReflectiveOperationException e) {
            throw new StartFailure("Can't find the container: " + e, e);
        }
    }

    /** Stops the container, bounded in time: the server in it has ended, so nothing is lost if something hangs. */
    @Override
    public void close() {
        Thread stopper = new Thread(this::shutDown, "gannet-shut-down");
        stopper.setDaemon(true);
        stopper.start();
        try {
            stopper.join(SHUT_DOWN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void shutDown() {
        try {
            Class.forName("fish.payara.micro.boot.PayaraMicroBoot")
                    .getMethod("shutdown")
                    .invoke(boot);
        } catch (ReflectiveOperationException e) {
            System.getLogger("dev.gannet.launch").log(System.Logger.Level.WARNING, "The container did not stop", e);
        }
    }
}

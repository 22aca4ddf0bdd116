package dev.gannet.store.directory;

import dev.gannet.base.ServerLog;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** A process that holds a directory until its input ends. */
final class LockingProcess implements AutoCloseable {
    private final Process process;

    private LockingProcess(Process process) {
        this.process = process;
    }

    static LockingProcess start(Path directory) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockingProcess.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (process.getInputStream().read() < 0) {
            throw new IOException("the process did not get the directory");
        }
        return new LockingProcess(process);
    }

    public static void main(String[] arguments) throws Exception {
        try (StoreDirectory held = StoreDirectory.open(Path.of(arguments[0]), ServerLog.silent())) {
            System.out.write(held.storeId().charAt(0));
            System.out.flush();
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }

    long processId() {
        return process.pid();
    }

    /** Ends it as a power cut would. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}

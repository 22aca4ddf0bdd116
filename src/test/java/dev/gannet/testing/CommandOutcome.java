package dev.gannet.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a program that ends by itself has said on both its outputs, and its exit code. */
public record CommandOutcome(int exitCode, String output) {
    private static final int TIMEOUT_SECONDS = 120;

    /**
     * Runs {@code executable} to its end.
     *
     * @throws IllegalStateException if that takes too long
     */
    public static CommandOutcome of(Path executable, String... flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(executable.toString()));
        command.addAll(List.of(flags));
        Path output = Files.createTempFile("gannet-output", null);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("does not end: " + command + "\n" + Files.readString(output, UTF_8));
            }
            return new CommandOutcome(process.exitValue(), Files.readString(output, UTF_8));
        } finally {
            Files.delete(output);
        }
    }
}

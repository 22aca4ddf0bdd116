package dev.gannet.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Does what a Dockerfile says without a Docker daemon: its last stage, in a scratch directory that stands for the root of
 * the image. Of the stage before it the project's own directory is the result.
 *
 * <p>Known are the instructions that the project uses; another one is an error.
 */
final class Dockerfile {
    private static final Pattern COPY = Pattern.compile("--from=build --chown=\\d+:\\d+ /src/(\\S+) (/\\S+)");
    /** Paths of the image, as they stand in commands and variables. */
    private static final Pattern IMAGE_PATH = Pattern.compile("(?<![\\w/.])/(opt/gannet|data)(?!\\w)");

    private static final int STEP_SECONDS_MAX = 240;

    private final Path image;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<String> entryPoint = new ArrayList<>();
    private final List<String> healthCheck = new ArrayList<>();
    private String user = "root";

    private Dockerfile(Path image) {
        this.image = image;
    }

    /** Builds the image of {@code file} below the directory {@code image}. */
    static Dockerfile build(Path file, Path image) throws IOException, InterruptedException {
        Dockerfile made = new Dockerfile(image);
        List<String> lines = Files.readAllLines(file);
        int lastStage = lines.size() - 1;
        while (!lines.get(lastStage).startsWith("FROM ")) {
            lastStage--;
        }
        for (String line : lines.subList(lastStage + 1, lines.size())) {
            if (!line.isBlank() && !line.startsWith("#")) {
                int space = line.indexOf(' ');
                made.step(line.substring(0, space), line.substring(space + 1).trim());
            }
        }
        return made;
    }

    private void step(String instruction, String rest) throws IOException, InterruptedException {
        switch (instruction) {
            case "COPY" -> copy(rest);
            case "ENV" -> environment.put(rest.substring(0, rest.indexOf('=')), rest.substring(rest.indexOf('=') + 1));
            case "RUN" ->
                assertThat(run(script("run", List.of("/bin/sh", "-c", rest)), Map.of()))
                        .as("exit code of RUN " + rest)
                        .isZero();
            case "USER" -> user = rest;
            case "WORKDIR" -> Files.createDirectories(inImage(rest));
            case "VOLUME" -> assertThat(inImage(rest)).isDirectory();
            case "EXPOSE" -> assertThat(rest.split(" ")).contains("4222", "6222", "8222");
            case "ENTRYPOINT" -> entryPoint.addAll(words(rest));
            case "HEALTHCHECK" -> healthCheck.addAll(words(rest.substring(rest.indexOf("CMD ") + 4)));
            default -> throw new IllegalArgumentException("unknown instruction: " + instruction + " " + rest);
        }
    }

    private void copy(String rest) throws IOException {
        Matcher copy = COPY.matcher(rest);
        assertThat(copy.matches()).as("COPY " + rest).isTrue();
        Path from = Path.of(copy.group(1));
        Path to = inImage(copy.group(2));
        if (copy.group(1).equals("empty")) {
            Files.createDirectories(to);
            return;
        }
        Files.createDirectories(to.getParent());
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    /** Returns who runs in a container of the image. */
    String user() {
        return user;
    }

    /** Returns a script that starts what a container of the image starts, with the image's variables. */
    Path startScript() throws IOException {
        return script("start", entryPoint);
    }

    /** Returns the exit code of the image's health check, for a server on {@code port}. */
    int checkHealth(int port) throws IOException, InterruptedException {
        return run(script("health", healthCheck), Map.of("GANNET_HEALTH_PORT", Integer.toString(port)));
    }

    private static int run(Path script, Map<String, String> variables) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(script.toString()).redirectErrorStream(true);
        builder.environment().putAll(variables);
        builder.redirectOutput(
                script.resolveSibling(script.getFileName() + ".log").toFile());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(STEP_SECONDS_MAX, TimeUnit.SECONDS))
                    .as("%s ends within %d s", script, STEP_SECONDS_MAX)
                    .isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private Path script(String name, List<String> command) throws IOException {
        StringBuilder text = new StringBuilder("#!/bin/sh\n");
        environment.forEach((variable, value) -> text.append("export ")
                .append(variable)
                .append("='")
                .append(here(value))
                .append("'\n"));
        text.append("exec");
        for (String word : command) {
            text.append(" '").append(here(word).replace("'", "'\\''")).append('\'');
        }
        Path script = Files.writeString(image.resolve(name + ".sh"), text.append(" \"$@\"\n"));
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }

    private Path inImage(String path) {
        return image.resolve(path.substring(1));
    }

    private String here(String text) {
        return IMAGE_PATH
                .matcher(text)
                .replaceAll(
                        path -> Matcher.quoteReplacement(inImage(path.group()).toString()));
    }

    private static List<String> words(String json) throws IOException {
        return List.of(new ObjectMapper().readValue(json, String[].class));
    }
}

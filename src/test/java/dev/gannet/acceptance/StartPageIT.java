package dev.gannet.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.GannetExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The Java programs of docs/start.md do what stands there: they are compiled as they are, and run. */
class StartPageIT {
    private static final Path PAGE = Path.of("docs/start.md");
    private static final Pattern PROGRAM = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("class (\\w+)");
    private static final Pattern PRINTED = Pattern.compile("It prints:\n\n```text\n(.*?)```", Pattern.DOTALL);
    private static final List<String> NAMES = List.of("Orders", "Embedded", "PricesTest", "OrderDesk", "PriceDesk");
    private static final String DEFAULT_URL = "nats://localhost:4222";

    @RegisterExtension
    static final GannetExtension nats = new GannetExtension();

    @TempDir
    Path directory;

    private List<String> printed = List.of();
    private URLClassLoader programs = new URLClassLoader(new URL[0]);

    @BeforeEach
    void compile() throws IOException {
        String page = Files.readString(PAGE);
        printed = PRINTED.matcher(page)
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();
        List<Path> sources = PROGRAM.matcher(page)
                .results()
                .map((MatchResult result) -> write(result.group(1)))
                .toList();
        assertThat(sources).extracting(StartPageIT::nameOf).isEqualTo(NAMES);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter problems = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, UTF_8)) {
            List<String> options = List.of("-d", directory.toString(), "-cp", System.getProperty("java.class.path"));
            boolean compiled = compiler.getTask(
                            problems, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertThat(compiled).as(problems.toString()).isTrue();
        }
        programs = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader());
    }

    @AfterEach
    void forgetThePrograms() throws IOException {
        programs.close();
    }

    @Test
    void shouldPrintWhatThePageSays() throws Exception {
        assertThat(outputOf("Orders")).isEqualTo(printed.get(0));
        assertThat(outputOf("Embedded")).isEqualTo(printed.get(1));
    }

    @Test
    void shouldRunTheTestOfThePage() throws Exception {
        // given
        Class<?> test = programs.loadClass("PricesTest");
        Field field = test.getDeclaredField("nats");
        field.setAccessible(true);
        GannetExtension server = (GannetExtension) field.get(null);

        // when it runs as JUnit runs it, then it passes
        server.beforeAll(noContext());
        try {
            invoke(test, "shouldAnswer");
        } finally {
            server.afterAll(noContext());
        }
    }

    private static void invoke(Class<?> test, String name) throws Exception {
        var constructor = test.getDeclaredConstructor();
        constructor.setAccessible(true);
        Method method = test.getDeclaredMethod(name);
        method.setAccessible(true);
        method.invoke(constructor.newInstance());
    }

    private String outputOf(String program) throws Exception {
        var bytes = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(bytes, true, UTF_8));
        try {
            Object noArguments = new String[0];
            programs.loadClass(program).getMethod("main", String[].class).invoke(null, noArguments);
        } finally {
            System.setOut(before);
        }
        return bytes.toString(UTF_8);
    }

    /** Writes a program under the name of its class, with the address of the test's server. */
    private Path write(String program) {
        String name = NAME.matcher(program).results().findFirst().orElseThrow().group(1);
        try {
            return Files.writeString(directory.resolve(name + ".java"), program.replace(DEFAULT_URL, nats.url()));
        } catch (IOException e) {
            throw new AssertionError(name, e);
        }
    }

    private static String nameOf(Path source) {
        return source.getFileName().toString().replace(".java", "");
    }

    /** The extension asks JUnit for nothing; if that changes, this says so. */
    private static ExtensionContext noContext() {
        return (ExtensionContext) Proxy.newProxyInstance(
                StartPageIT.class.getClassLoader(), new Class<?>[] {ExtensionContext.class}, (proxy, method, args) -> {
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}

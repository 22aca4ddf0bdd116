package dev.gannet.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts are what nats-server prints; see {@code EdgeProcessIT} for real signals. */
class SignalCommandTest {
    private final FakeProcesses processes = new FakeProcesses();
    private final SignalCommand command = new SignalCommand(processes);

    @ParameterizedTest // CF-9, CF-41
    @CsvSource({"stop,KILL", "quit,INT", "term,TERM", "reopen,USR1", "reload,HUP", "ldm,USR2"})
    void shouldSendTheSignalOfACommand(String name, String signal) throws Exception {
        command.send(name + "=12");
        assertThat(processes.sent).containsExactly(signal + " 12");
    }

    @Test // CF-42
    void shouldFindTheOnlyServer() throws Exception {
        processes.running = List.of(77L);
        command.send("quit");
        command.send("term=");
        assertThat(processes.sent).containsExactly("INT 77", "TERM 77");
    }

    @Test // CF-42
    void shouldSendToEachServerWhosePidBeginsSo() throws Exception {
        processes.running = List.of(12L, 123L, 312L);
        command.send("quit=12*");
        assertThat(processes.sent).containsExactly("INT 12", "INT 123");
        processes.sent.clear();
        command.send("quit=*");
        assertThat(processes.sent).containsExactly("INT 12", "INT 123", "INT 312");
    }

    @Test // CF-9
    void shouldReadAPidFile(@TempDir Path directory) throws IOException, SignalFailure {
        Path file = Files.writeString(directory.resolve("server.pid"), "12");
        command.send("quit=" + file);
        assertThat(processes.sent).containsExactly("INT 12");
    }

    @Test // CF-42
    void shouldNotChooseAmongSeveralServers() {
        processes.running = List.of(12L, 34L);
        assertFails("quit", "multiple nats-server processes running:\n12\n34");
    }

    @ParameterizedTest // CF-41, CF-42
    @CsvSource(
            delimiter = '|',
            value = {
                "quit|no nats-server processes running",
                "quit=1*|no nats-server processes running",
                "foo=12|unknown signal \"foo\"",
                "QUIT=12|unknown signal \"QUIT\"",
                "=12|unknown signal \"\"",
                "quit=abc|invalid pid: abc",
                "quit=1x|invalid pid: 1x",
                "quit=/no/such/file|invalid pid: /no/such/file",
                "quit=99999999999999999999|invalid pid: 99999999999999999999",
                "quit=12=3|invalid signal parameters: [3]",
                "quit=12=3=4|invalid signal parameters: [3 4]",
            })
    void shouldSayWhatIsWrong(String text, String problem) {
        assertFails(text, problem);
    }

    @ParameterizedTest // The operating system would send to many.
    @ValueSource(strings = {"0", "-1", "-12", "0*", "-1*"})
    void shouldRefuseWhatIsNotOneProcess(String pid) {
        processes.running = List.of(12L);
        assertFails("stop=" + pid, "invalid pid: " + pid.replace("*", ""));
    }

    @Test
    void shouldSayWhichSignalsWereNotSent() {
        processes.running = List.of(12L, 123L);
        processes.problem = "no such process";
        assertFails("quit=12*", "\nsignal \"quit\" 12: no such process\nsignal \"quit\" 123: no such process");
    }

    @Test // As the reference: its own spelling of the number is another.
    void shouldSendNothingForANumberWithAPlus() throws Exception {
        command.send("quit=+12");
        assertThat(processes.sent).isEmpty();
    }

    private void assertFails(String text, String problem) {
        assertThatThrownBy(() -> command.send(text))
                .isInstanceOf(SignalFailure.class)
                .hasMessage(problem);
    }

    private static final class FakeProcesses implements Processes {
        private final List<String> sent = new ArrayList<>();
        private List<Long> running = List.of();
        private @Nullable String problem;

        @Override
        public List<Long> servers() {
            return running;
        }

        @Override
        public @Nullable String send(String signal, long pid) {
            sent.add(signal + " " + pid);
            return problem;
        }
    }
}

package dev.gannet.config.flag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.config.ListenConfig;
import dev.gannet.config.LogConfig;
import dev.gannet.config.MonitorConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.TlsConfig;
import dev.gannet.config.flag.CommandLine.ConfigIsValid;
import dev.gannet.config.flag.CommandLine.Failure;
import dev.gannet.config.flag.CommandLine.Misuse;
import dev.gannet.config.flag.CommandLine.Run;
import dev.gannet.config.flag.CommandLine.Show;
import dev.gannet.config.flag.CommandLine.Show.Topic;
import dev.gannet.testing.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineReaderTest {
    private final CommandLineReader reader = new CommandLineReader(name -> null);

    @TempDir
    Path directory;

    @Test
    void shouldRunWithTheDefaultsWithoutArguments() {
        assertThat(reader.read(List.of())).isEqualTo(new Run(ServerConfig.defaults(), null, "", List.of(), List.of()));
    }

    @Test
    void shouldTakeEveryFlagThatIsBuilt() {
        // given all of them (CF-1 to CF-21, of them CF-3, CF-10 and CF-18)
        ServerConfig config = run("-a 10.0.0.1 -p 4333 -n n1 -P /run/n.pid -m 8333 --client_advertise h:1"
                        + " --ports_file_dir /run/ports -l /var/log/n.log --log_size_limit 1000 -T=false --logtime_utc"
                        + " -D -V --max_traced_msg_len 40 --user u --pass p --auth t")
                .config();

        // then
        assertThat(config.client()).isEqualTo(new ListenConfig("10.0.0.1", 4333, "h:1"));
        assertThat(config.monitor()).isEqualTo(new MonitorConfig("10.0.0.1", 8333, "/"));
        assertThat(config.serverName()).isEqualTo("n1");
        assertThat(config.files().pidFile()).isEqualTo(Path.of("/run/n.pid"));
        assertThat(config.files().portsFileDir()).isEqualTo(Path.of("/run/ports"));
        assertThat(config.log())
                .isEqualTo(new LogConfig(
                        true, true, false, false, false, true, Path.of("/var/log/n.log"), 1000, 0, false, null));
        assertThat(config.limits().maxTracedMessageBytes()).isEqualTo(40);
        assertThat(config.authorization().user()).isEqualTo("u");
        assertThat(config.authorization().password()).isEqualTo("p");
        assertThat(config.authorization().token()).isEqualTo("t");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-p 5",
                "--p 5",
                "-p=5",
                "--p=5",
                "-port 5",
                "--port=5",
                "-p 1 --port 5",
                "-p 0x5",
                "-p 0b101",
                "-p 05",
                "-p 0o5",
                "-p +5",
                "--help=false -p 5",
                "-p 5 --",
                "-v=0 -p 5"
            })
    void shouldTakeFlagsAsGoDoes(String arguments) {
        assertThat(run(arguments).config().client().port()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({
        "-DV, true, true, false",
        "-VV, false, true, true",
        "-DVV, true, true, true",
        "-D -V, true, true, false",
        "-D -DV=false, false, false, false",
        "-DV=false -D, false, false, false", // Flags for several settings count more, wherever they stand.
        "-VV=false -V, false, false, false",
        "-D=f -V=T, false, true, false",
    })
    void shouldCombineDebugAndTrace(String arguments, boolean debug, boolean trace, boolean traceVerbose) {
        // CF-17
        LogConfig log = run(arguments).config().log();
        assertThat(List.of(log.debug(), log.trace(), log.traceVerbose())).containsExactly(debug, trace, traceVerbose);
    }

    @ParameterizedTest // CF-15
    @CsvSource({"-s, true", "--syslog, true", "-s=false, false", "-D, false"})
    void shouldLogToTheSystemsOwnLog(String arguments, boolean syslog) {
        assertThat(run(arguments).config().log().syslog()).isEqualTo(syslog);
    }

    @Test // CF-3
    void shouldLetFlagsCountMoreThanTheFile() throws IOException {
        // given a file
        String file = write("port: 5000, host: 10.0.0.1, debug: true, logtime: false, server_name: from_file");

        // when there are flags for some of its keys
        Run run = run("-c " + file + " -p 6000 -D=false --name from_flag");

        // then they count, and the file for the rest (CF-30)
        assertThat(run.config().client()).isEqualTo(new ListenConfig("10.0.0.1", 6000, null));
        assertThat(run.config().log().debug()).isFalse();
        assertThat(run.config().log().logtime()).isFalse();
        assertThat(run.config().serverName()).isEqualTo("from_flag");
        assertThat(run.configFile()).isEqualTo(file);
        assertThat(run.digest()).startsWith("sha256:");
    }

    @Test
    void shouldGiveTheDefaultBackWithAnEmptyFlag() throws IOException {
        // given a file, and flags that say nothing
        String file = write("port: 5000, host: 10.0.0.1");
        ServerConfig config = run("-c " + file + " -p 0 -a=").config();

        // then the defaults are back
        assertThat(config.client()).isEqualTo(ListenConfig.defaults());
    }

    @Test
    void shouldRunWithWarnings() throws IOException {
        // given a file that is empty
        String file = write("# nothing");

        // then that is a warning (CF-34)
        assertThat(run("-c " + file).warnings()).containsExactly(file + ": config has no values or is empty");
    }

    @ParameterizedTest
    @CsvSource({
        "-v, VERSION",
        "--version, VERSION",
        "version, VERSION",
        "Version -zz, VERSION",
        "-v -h, VERSION",
        "-h, HELP",
        "--help, HELP",
        "help, HELP",
        "-p 5 HELP, HELP",
        "-- help, HELP",
        "--help_tls, TLS_HELP",
        "-c /not/there -v, VERSION",
    })
    void shouldShow(String arguments, Topic topic) {
        // CF-27, CF-28
        assertThat(read(arguments)).isEqualTo(new Show(topic));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-zz | flag provided but not defined: -zz",
                "--zz=5 | flag provided but not defined: -zz",
                "-p | flag needs an argument: -p",
                "--config | flag needs an argument: -config",
                "-p abc | invalid value \"abc\" for flag -p: parse error",
                "--port= | invalid value \"\" for flag -port: parse error",
                "-p 1__0 | invalid value \"1__0\" for flag -p: parse error",
                "-p 99999999999999999999 | invalid value \"99999999999999999999\" for flag -p: value out of range",
                "--log_size_limit 1k | invalid value \"1k\" for flag -log_size_limit: parse error",
                "-D=maybe | invalid boolean value \"maybe\" for -D: parse error",
                "-js= | invalid boolean value \"\" for -js: parse error",
                "---x | bad flag syntax: ---x",
                "-=x | bad flag syntax: -=x",
                "--= | bad flag syntax: --=",
                "-v -zz | flag provided but not defined: -zz",
            })
    void shouldSayWhichFlagIsWrong(String arguments, String text) {
        // CF-29
        assertThat(read(arguments)).isEqualTo(new Misuse(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "foo | unrecognized command: \"foo\"",
                "- | unrecognized command: \"-\"",
                "foo -p 5 | unrecognized command: \"foo\"",
                "-D true | unrecognized command: \"true\"", // A switch takes no next argument.
                "-t | must specify [-c, --config] option to check configuration file syntax",
                "--tls | TLS Server certificate must be present and valid",
                "--tlscert x | TLS Server private key must be present and valid",
                "--tlscert x --tlskey y | error parsing X509 certificate/key pair: open x: no such file or directory",
                "--tlsverify | TLS Server certificate must be present and valid",
                "--routes nats://h:1 | solicited routes require cluster capabilities, e.g. --cluster",
                "-p 65536 | invalid port 65536, needs to be -1 or at most 65535",
                "-m -2 | invalid port -2, needs to be -1 or at most 65535",
                "-n=a=b -c /not/there | open /not/there: no such file or directory",
            })
    void shouldSayWhyItDoesNotStart(String arguments, String text) {
        // CF-22, CF-23, CF-28, CF-32, CF-35
        assertThat(read(arguments)).isEqualTo(new Failure(text));
    }

    @Test
    void shouldCheckTheNameOfTheServerAtTheStart() {
        assertThat(reader.read(List.of("-n", "a b"))).isEqualTo(new Failure("server name cannot contain spaces"));
    }

    @Test
    void shouldTellAllThatIsWrongWithTheFile() throws IOException {
        // given a file with a warning and two errors, the warning last
        String file = write("port: x\nfoo: 1\nping_interval: 5");

        // then all are told, the warning first (CF-69)
        assertThat(read("-c " + file))
                .isEqualTo(new Failure(file + ":3:1: invalid use of field \"ping_interval\": ping_interval should be"
                        + " converted to a duration\n"
                        + file + ":1:0: interface conversion: interface {} is string, not int64\n"
                        + file + ":2:1: unknown field \"foo\"\n"));
    }

    @Test
    void shouldTestAFile() throws IOException {
        // given a file that only a start would refuse, with a key that is not built
        String file = write("max_payload: 2MB, max_pending: 1MB, prof_block_rate: 1");

        // when it is tested
        CommandLine tested = read("-t -c " + file);

        // then it is valid (CF-33)
        assertThat(tested)
                .isEqualTo(new ConfigIsValid(
                        "configuration file " + file
                                + " is valid (sha256:5e3d7216faeb9e9ad9a8bdd10104797646d7f4bd64e0858963f5d8c842891b32)",
                        List.of(file + ":1:36: \"prof_block_rate\" is known but not built yet; it has no effect")));
        assertThat(read("-c " + file))
                .isEqualTo(new Failure("max_payload (2097152) cannot be higher than max_pending (1048576)"));
    }

    @Test
    void shouldFailTheTestOfAFileWithWarnings() throws IOException {
        // CF-34
        String file = write("");
        assertThat(read("-t -c " + file)).isEqualTo(new Failure(file + ": config has no values or is empty\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--no_advertise | flag --no_advertise is known but not built yet; it has no effect",
                "--cluster nats://h:1 | flag --cluster, --cluster_listen is known but not built yet; it has no effect",
            })
    void shouldSayWhichFlagsDoNothingYet(String arguments, String line) {
        assertThat(run(arguments).notBuilt()).containsExactly(line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-js", "-sd=/x", "--tls=false", "-s=f"})
    void shouldSayNothingOfFlagsThatAreOff(String arguments) {
        assertThat(run(arguments).notBuilt()).isEmpty();
    }

    @Test
    void shouldListEveryFlagOfTheReferenceInItsHelp() {
        // given the help text
        List<String> words = List.of(Usage.text("gannet").split("[\\s,<]+"));

        // then every flag of nats-server is in it
        assertThat(words)
                .contains("-a", "--addr", "--net", "-p", "--port", "-n", "--name", "--server_name", "-P", "--pid")
                .contains("-m", "--http_port", "-ms", "--https_port", "-c", "--config", "-t", "-sl", "--signal")
                .contains("--client_advertise", "--ports_file_dir", "-l", "--log", "-T", "--logtime", "--logtime_utc")
                .contains("-s", "--syslog", "-r", "--remote_syslog", "-D", "--debug", "-V", "--trace", "-VV", "-DV")
                .contains("-DVV", "--log_size_limit", "--max_traced_msg_len", "-js", "--jetstream", "-sd")
                .contains("--store_dir", "--user", "--pass", "--auth", "--tls", "--tlscert", "--tlskey")
                .contains("--tlsverify", "--tlscacert", "--routes", "--cluster", "--cluster_listen", "--cluster_name")
                .contains("--no_advertise", "--cluster_advertise", "--connect_retries", "--profile", "-h", "--help")
                .contains("-v", "--version", "--help_tls");
    }

    @Test // CF-29
    void shouldShowABlockOfTlsThatIsGood() throws IOException {
        // given the example and the flags, whose files are there
        String text = Usage.tlsText().replace("./", TlsFiles.path("") + "/");
        String example = text.lines()
                .dropWhile(line -> !line.strip().equals("tls {"))
                .takeWhile(line -> !line.startsWith("The same"))
                .collect(Collectors.joining("\n"));
        String flags = text.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("--tls "))
                .collect(Collectors.joining(" "))
                .replace("[", "")
                .replace("]", "");
        TlsConfig verifying = TlsConfig.of(TlsFiles.path("server.pem"), TlsFiles.path("server.key")).toBuilder()
                .caFile(TlsFiles.path("ca.pem"))
                .verifiesClients(true)
                .build();

        // then both are good, and the same
        String file = write(example);
        assertThat(read("-t -c " + file)).isInstanceOf(ConfigIsValid.class);
        assertThat(run("-c " + file).config().tls())
                .isEqualTo(verifying.toBuilder().timeout(Duration.ofSeconds(5)).build());
        assertThat(run(flags).config().tls()).isEqualTo(verifying);
    }

    private CommandLine read(String arguments) {
        return reader.read(List.of(arguments.split(" ")));
    }

    private Run run(String arguments) {
        CommandLine line = read(arguments);
        assertThat(line).isInstanceOf(Run.class);
        return (Run) line;
    }

    private String write(String text) throws IOException {
        return Files.writeString(directory.resolve("nats.conf"), text).toString();
    }
}

package dev.gannet.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of configurations that are wrong. The texts are the reference server's, but for those of keys not built. */
class ConfigErrorsTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // CF-66
                "foo: 1 | 1:0: unknown field \"foo\"",
                "always_enable_nonce: true | 1:0: unknown field \"always_enable_nonce\"",
                "authorization { foo: 1 } | 1:16: unknown field \"foo\"",
                "authorization { users: [ {user: a, foo: 1} ] } | 1:35: unknown field \"foo\"",
                "accounts { A { foo: 1 } } | 1:15: unknown field \"foo\"",
                "accounts { A { limits { foo: 1 } } } | 1:24: Unknown field \"foo\" parsing account limits",
                // CF-67
                "debug: 1 | 1:0: interface conversion: interface {} is int64, not bool",
                "port: x | 1:0: interface conversion: interface {} is string, not int64",
                "port: 1.5 | 1:0: interface conversion: interface {} is float64, not int64",
                "host: {} | 1:0: interface conversion: interface {} is map[string]interface {}, not string",
                "host: [] | 1:0: interface conversion: interface {} is []interface {}, not string",
                "host: on | 1:0: interface conversion: interface {} is bool, not string",
                "host: 2016-05-04T18:53:41Z | 1:0: interface conversion: interface {} is time.Time, not string",
                "authorization: x | 1:0: interface conversion: interface {} is string, not map[string]interface {}",
                "pid_file: 1 | 1:0: interface conversion: interface {} is int64, not string",
                // CF-70
                "listen: x | 1:0: could not parse address string \"x\"",
                "listen: \"a:b:c\" | 1:0: could not parse address string \"a:b:c\"",
                "listen: \"a:b\" | 1:0: could not parse port \"b\"",
                "listen: \"a:\" | 1:0: could not parse port \"\"",
                "http: true | 1:0: expected port or host:port, got bool",
                "port: 65536 | 1:0: invalid port 65536, needs to be -1 or at most 65535",
                "http: \"h:-2\" | 1:0: invalid port -2, needs to be -1 or at most 65535",
                // CF-73
                "server_name: \"a b\" | 1:0: server name cannot contain spaces",
                // CF-83, CF-88
                "max_control_line: 3g | 1:0: max_control_line value is too big",
                "Max_Payload: 3g | 1:0: Max_Payload value is too big",
                "max_payload: -2 | 1:0: max_payload value can not be negative",
                "max_pending: -1 | 1:0: max_pending value can not be negative",
                "max_sub_tokens: 256 | 1:0: max_sub_tokens value is too big",
                "max_sub_tokens: 0 | 1:0: max_sub_tokens value can not be negative",
                // CF-91, CF-94, CF-95
                "ping_interval: \"5\" | 1:0: error parsing ping_interval: time: missing unit in duration \"5\"",
                "ping_interval: \"-5s\" | 1:0: invalid ping_interval, needs to be positive",
                "lame_duck_duration: \"10s\" | 1:0: invalid lame_duck_duration of 10s, minimum is 30 seconds",
                "lame_duck_duration: \"x\" | 1:0: error parsing lame_duck_duration: time: invalid duration \"x\"",
                "lame_duck_duration: 60 | 1:0: interface conversion: interface {} is int64, not string",
                "lame_duck_grace_period: \"-1s\" | 1:0: invalid lame_duck_grace_period, needs to be positive",
                // CF-110
                "system_account: 5 | 1:0: system account name must be a string",
                // CF-172, CF-173
                "authorization { user: a, token: b } | 1:0: Cannot have a user/pass and token",
                "authorization { timeout: x } | 1:16: error parsing authorization config, 'timeout' time: invalid"
                        + " duration \"x\"",
                "authorization { timeout: [] } | 1:16: error parsing authorization config, 'timeout' wrong type",
                // CF-175
                "authorization { users: 5 } | 1:16: Expected users field to be an array, got 5",
                "authorization { users: [ 5 ] } | 1:25: Expected user entry to be a map/struct, got 5",
                "authorization { users: [ {password: x} ] } | 1:26: User entry requires a user",
                "authorization { users: [ {user: a}, {user: a} ] } | 1:0: Duplicate user \"a\" detected",
                "authorization { users: [ {nkey: UX} ] } | 1:26: Not a valid public nkey for a user",
                "authorization { users: [ {nkey: UCNGL4W5QX66CFX6A6DCBVDH5VOHMI7B2UZZU7TXAUQQSI2JPHULCKBR, user: a} ]"
                        + " } | 1:90: Nkey users do not take usernames or passwords",
                "authorization { users: [ {nkey: UCNGL4W5QX66CFX6A6DCBVDH5VOHMI7B2UZZU7TXAUQQSI2JPHULCKBR, password:"
                        + " a} ] } | 1:90: Nkey users do not take usernames or passwords",
                "authorization { users: [ {nkey: UCNGL4W5QX66CFX6A6DCBVDH5VOHMI7B2UZZU7TXAUQQSI2JPHULCKBR}, {nkey:"
                        + " UCNGL4W5QX66CFX6A6DCBVDH5VOHMI7B2UZZU7TXAUQQSI2JPHULCKBR} ] } | 1:0: Duplicate nkey"
                        + " \"UCNGL4W5QX66CFX6A6DCBVDH5VOHMI7B2UZZU7TXAUQQSI2JPHULCKBR\" detected",
                "authorization { user: a, users: [] } | 1:0: Can not have a single user/pass and a users array",
                "authorization { token: a, users: [] } | 1:0: Can not have a token and a users array",
                // CF-179 to CF-184
                "authorization { permissions: 5 } | 1:16: Expected permissions to be a map/struct, got 5",
                "authorization { permissions { x: 5 } } | 1:30: Unknown field \"x\" parsing permissions",
                "authorization { permissions { pub { x: 5 } } } | 1:36: Unknown field name \"x\" parsing subject"
                        + " permissions, only 'allow' or 'deny' are permitted",
                "authorization { permissions { pub { allow: a..b } } } | 1:36: subject \"a..b\" is not a valid subject",
                "authorization { permissions { pub: \"a q\" } } | 1:30: subject \"a q\" is not a valid subject",
                "authorization { permissions { sub: \"a q r\" } } | 1:30: subject \"a q r\" is not a valid subject",
                "authorization { permissions { sub { deny: \"a. q\" } } } | 1:36: subject \"a.\" is not a valid"
                        + " subject",
                "authorization { permissions { sub { deny: \"a q.\" } } } | 1:36: queue \"q.\" is not a valid queue",
                "authorization { permissions { sub { deny: [ 5 ] } } } | 1:44: Subject in permissions array cannot be"
                        + " cast to string",
                "authorization { permissions { sub: 5 } } | 1:30: Expected subject permissions to be a subject, or"
                        + " array of subjects, got int64",
                "authorization { permissions { allow_responses: 5 } } | 1:30: error parsing response permissions,"
                        + " expected a boolean or a map",
                "authorization { permissions { allow_responses { ttl: 5 } } } | 1:48: error parsing expires, not a"
                        + " duration string",
                "authorization { permissions { allow_responses { ttl: x } } } | 1:48: error parsing expires: time:"
                        + " invalid duration \"x\"",
                "authorization { permissions { allow_responses { x: y } } } | 1:48: Unknown field \"x\" parsing"
                        + " permissions",
                "authorization { users: [ {user: a, clients: [a, standard, b ]} ] } | 1:35: invalid connection types"
                        + " [\"A\" \"B\"]",
                "authorization { users: [ {user: a, clients: 5} ] } | 1:35: error parsing allowed connection types:"
                        + " unsupported type int64",
                "authorization { users: [ {user: a, clients: [ 5 ]} ] } | 1:46: error parsing allowed connection"
                        + " types: unsupported type in array int64",
                // CF-185 to CF-194
                "accounts { A: 5 } | 1:11: Expected map entries for accounts",
                "accounts { $G {} } | 1:11: \"$G\" is a Reserved Account",
                "jetstream { scrub_rate: 2G } | 1:12: scrub_rate: 2000000000 (expected: 0 to 1073741824)",
                "accounts: [A, A ] | 1:14: Duplicate Account Entry: A",
                // CF-192; nats-server looks at them in any order, and does not always notice
                "accounts { A { imports: [ {stream: {account: B, subject: a}, prefix: x, to: y} ] }, B { exports: [ {stream: a} ] } }"
                        + " | 1:72: Stream import can not have a 'prefix' and a 'to' property",
                "accounts { A { msg_trace: 3 } } | 1:15: Expected account message trace \"msg_trace\" to be a string"
                        + " or a map/struct, got int64",
                "accounts { A { trace_dest: \"t.*\" } } | 1:15: Trace destination \"t.*\" is not valid",
                "accounts { A { msg_trace: {dest: 3} } } | 1:27: Field \"dest\" should be a string, got int64",
                "accounts { A { msg_trace: {dest: \"a b\"} } } | 1:27: Trace destination \"a b\" is not valid",
                "accounts { A { msg_trace: {dest: x, sampling: 101} } } | 1:36: Trace destination sampling value 101"
                        + " is invalid, needs to be [1..100]",
                "accounts { A { msg_trace: {dest: x, sampling: \"x%\"} } } | 1:36: Invalid trace destination sampling"
                        + " value \"x%\"",
                "accounts { A { msg_trace: {dest: x, sampling: true} } } | 1:36: Trace destination sampling field"
                        + " \"sampling\" should be an integer or a percentage, got bool",
                "accounts { A { msg_trace: {dest: x, foo: 1} } } | 1:36: Unknown field \"foo\" parsing account message"
                        + " trace map/struct \"msg_trace\"",
                "accounts { A { limits: 5 } } | 1:15: Expected account limits to be a map/struct, got 5",
                "accounts { A { users: [ {user: a} ] }, B { users: [ {user: a} ] } } | 1:43: Duplicate user \"a\""
                        + " detected",
                "authorization { user: a }, accounts { B { users: [ {user: b} ] } } | 1:42: Can not have a single"
                        + " user/pass and accounts",
                "authorization { token: a }, accounts { B { users: [ {user: b} ] } } | 1:43: Can not have a token and"
                        + " accounts",
                "accounts { B { users: [ {user: b} ] } }, authorization { user: a } | 1:41: Can not have a single"
                        + " user/pass and a users array",
            })
    void shouldSayWhatIsWrongAndWhere(String text, String error) throws IOException {
        // when
        ReadConfig read = read(text);

        // then there is this error and no other
        assertThat(read.errors()).containsExactly(file() + ":" + error);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ping_interval: 5 | :1:0: invalid use of field \"ping_interval\": ping_interval should be converted to"
                        + " a duration",
                "write_deadline: 5 | :1:0: invalid use of field \"write_deadline\": write_deadline should be converted"
                        + " to a duration",
                "authorization { timeout: 1m } | :1:16: invalid use of field \"timeout\": timeout of 1000000"
                        + " (1000000.000000 seconds) is high, consider keeping it under 60 seconds. possibly caused by"
                        + " unquoted duration; use '1m' instead of 1m, for example",
                "authorization { timeout: 70.5 } | :1:16: invalid use of field \"timeout\": timeout of 70.5 (70.500000"
                        + " seconds) is high, consider keeping it under 60 seconds. possibly caused by unquoted duration;"
                        + " use '1m' instead of 1m, for example",
                "`` | : config has no values or is empty",
            })
    void shouldWarnOfWhatIsProbablyNotMeant(String text, String warning) throws IOException {
        // CF-57, CF-68, CF-173
        ReadConfig read = read(text);
        assertThat(read.warnings()).containsExactly(file() + warning);
        assertThat(read.errors()).isEmpty();
    }

    @Test
    void shouldSayEverythingAtOnceInTheOrderOfTheFile() throws IOException {
        // given several mistakes (CF-69)
        ReadConfig read = read("foo: 1\nport: x\nauthorization { users: [ 5, {user: a, bar: 1} ] }\nbaz: 2");

        // then
        assertThat(read.errors())
                .containsExactly(
                        file() + ":1:0: unknown field \"foo\"",
                        file() + ":2:1: interface conversion: interface {} is string, not int64",
                        file() + ":3:26: Expected user entry to be a map/struct, got 5",
                        file() + ":3:39: unknown field \"bar\"",
                        file() + ":4:1: unknown field \"baz\"");
    }

    @Test
    void shouldSayWhyTheFileCannotBeParsed() throws IOException {
        assertThat(read("a: [").errors())
                .containsExactly("Parse error on line 1: 'Expected an array value terminator \",\" or an array"
                        + " terminator \"]\", but got '' instead.'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jetstream { max_concurrent_io: 5 } | 1:12: \"max_concurrent_io\"",
                "cluster { name: c, port: 1 } | 1:0: \"cluster\"",
                "leaf { port: 7422 } | 1:0: \"leaf\"",
                "accounts { A { nkey: ABJHLOVMPA4CI6R5KLNGOB4GSLNIY7IOUPAJC4YFNDLQVIOBYQGUWVLA } } | 1:15: \"nkey\"",
                "accounts { A { limits { max_leafs: 5 } } } | 1:24: \"max_leafs\"",
            })
    void shouldSayWhichKeysDoNothingYet(String text, String line) throws IOException {
        // when
        ReadConfig read = read(text);

        // then the server may start, and says so
        assertThat(read.errors()).isEmpty();
        assertThat(read.warnings()).isEmpty();
        assertThat(read.notBuilt())
                .containsExactly(file() + ":" + line + " is known but not built yet; it has no effect");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "operator: eyJ.b.c | 1:0: \"operator\"",
                "jetstream { key: k } | 1:12: \"key\"",
                "jetstream { prev_ek: k } | 1:12: \"prev_ek\"",
                "jetstream { tpm { keys_file: f } } | 1:12: \"tpm\"",
                "resolver: MEMORY | 1:0: \"resolver\"",
                "trusted_keys: [ OAFEEYZSYYVI4FXLRXJTMM32PQEI3RGOWZJT7Y3YFM4HB7ACPE4RTJPG ] | 1:0: \"trusted_keys\"",
                "authorization { auth_callout { issuer: ABJHLOVMPA4CI6R5KLNGOB4GSLNIY7IOUPAJC4YFNDLQVIOBYQGUWVLA,"
                        + " auth_users: [ a ] } } | 1:16: \"auth_callout\"",
            })
    void shouldNotStartWithoutTheProtectionThatTheFileAsksFor(String text, String error) throws IOException {
        assertThat(read(text).errors())
                .containsExactly(file() + ":" + error + " is known but not built yet;"
                        + " without it the server would be less safe than is asked for");
    }

    @Test
    void shouldSayThatAccountsOfAnotherTypeHaveNoEffect() throws IOException {
        assertThat(read("accounts: x").errors()).isEmpty();
        assertThat(read("accounts: x").notBuilt())
                .containsExactly(file() + ":1:0: \"accounts\" is neither an array nor a block; it has no effect");
    }

    @Test
    void shouldSayNothingOfKeysThatAreOff() throws IOException {
        // given keys that ask for nothing
        ReadConfig read = read("jetstream: false, syslog: off, disable_sublist_cache: no\n"
                + "authorization { proxy_required: false }");

        // then
        assertThat(read.notBuilt()).isEmpty();
        assertThat(read.errors()).isEmpty();
    }

    private ReadConfig read(String text) throws IOException {
        Files.writeString(directory.resolve("nats.conf"), text);
        return new ServerConfigReader(name -> null).read(file());
    }

    private String file() {
        return directory.resolve("nats.conf").toString();
    }
}

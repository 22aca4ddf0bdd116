package dev.gannet.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gannet.config.MonitorConfig;
import dev.gannet.process.StartFailure;
import java.io.IOException;
import java.net.BindException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HttpAddressTest {
    private static final int FREE = 40_000;

    @Test
    void shouldAnswerThisMachineAloneIfNothingIsSaid() throws Exception {
        assertThat(HttpAddress.of(MonitorConfig.defaults(), taken())).isEqualTo(new HttpAddress("127.0.0.1", 8222));
    }

    @Test
    void shouldMakeRoomForAnotherServerIfNothingIsSaid() throws Exception {
        assertThat(HttpAddress.of(MonitorConfig.defaults(), taken(8222))).isEqualTo(new HttpAddress("127.0.0.1", FREE));
    }

    @Test // CF-5
    void shouldAnswerWhereItIsTold() throws Exception {
        MonitorConfig told = new MonitorConfig("0.0.0.0", 8333, "/");
        assertThat(HttpAddress.of(told, taken(8222))).isEqualTo(new HttpAddress("0.0.0.0", 8333));
    }

    @Test
    void shouldFindAFreePortWhereAnyWillDo() throws Exception {
        MonitorConfig any = new MonitorConfig("0.0.0.0", -1, "/");
        assertThat(HttpAddress.of(any, taken())).isEqualTo(new HttpAddress("0.0.0.0", FREE));
    }

    @Test // CF-36
    void shouldFailWhereItIsToldIfThatIsTaken() {
        MonitorConfig told = new MonitorConfig("0.0.0.0", 8333, "/");
        assertThatThrownBy(() -> HttpAddress.of(told, taken(8333)))
                .isInstanceOf(StartFailure.class)
                .hasMessage("Can't start monitoring: can't listen to the monitor port: listen tcp 0.0.0.0:8333: bind:"
                        + " address already in use");
    }

    @Test
    void shouldAnswerNowhereIfHttpIsRefused() throws Exception {
        HttpAddress address = HttpAddress.of(new MonitorConfig("0.0.0.0", 0, 0, "/", true), taken());
        assertThat(address.isOn()).isFalse();
    }

    private static Ports taken(Integer... ports) {
        return new Ports() {
            @Override
            int bind(String host, int port) throws IOException {
                if (Set.of(ports).contains(port)) {
                    throw new BindException("Address already in use");
                }
                return port == 0 ? FREE : port;
            }
        };
    }
}

#!/usr/bin/env python3
"""What many idle connections cost a NATS server: memory for each of them, CPU time while nothing happens, one message to all.

  bench/connections.py nats-server bin/gannet-edge                      10,000 connections to each, one server after the other
  bench/connections.py -n 2000 --check bin/gannet-edge                  exit 1 when a connection holds more than 6 KB

A server is [NAME:]COMMAND as in bench/start.py. Steps, each for all connections: connect, CONNECT and PING, wait for PONG;
SUB and PING, wait for PONG; one message to all, wait until each has it; /connz; close. Before the first step 200 connections come and go,
so that what is made once is not counted. `/connz` is asked for all connections, twenty times, and a client of its own sends a PING
as soon as it has the last PONG: before, and during that.

What is measured is the growth of the server's resident memory (RSS) since before the first step, divided by the connections; it
holds heap, stacks and everything native, but not the kernel's socket buffers. For a JVM that is done after a full collection
(jcmd GC.run), once as it is, and once more as `live`: objects that are in use instead of the space that the heap happens to
have, plus the growth of everything outside the heap. Linux only; needs `ulimit -n` above the number of connections here and in
the server.
"""
import argparse, json, os, re, resource, selectors, socket, subprocess, sys, time

import start

CONNECT = b'CONNECT {"verbose":false,"pedantic":false,"protocol":1,"headers":true,"no_responders":true}\r\nPING\r\n'
STEP_SECONDS = 60
IN_FLIGHT = 500
PORTS_OF_ADDRESS = 20_000
BIND_ADDRESS_NO_PORT = 24  # IP_BIND_ADDRESS_NO_PORT of Linux: the port is chosen at connect, when both ends are known.


class Memory:
    """Resident bytes of a process; of a JVM also what its heap holds and has."""

    def __init__(self, pid):
        self.pid = pid
        java = os.path.realpath(f'/proc/{pid}/exe')
        self.jcmd = os.path.join(os.path.dirname(java), 'jcmd') if os.path.basename(java) == 'java' else None

    def take(self):
        used, resident = 0, 0
        if self.jcmd:
            for _ in range(2):
                self.ask('GC.run')
            info = self.ask('GC.heap_info')
            used = sum(int(k) * 1024 for k in re.findall(r'total \d+K, used (\d+)K', info))
            resident = self.resident(info)
        rss = int(start.status_mb(self.pid, 'VmRSS') * 1024 * 1024)
        return {'rss': rss, 'heap_used': used, 'heap_resident': resident}

    def resident(self, heap_info):
        """Returns the resident bytes of the mappings that the heap lies in."""
        spans = re.findall(r'\[0x([0-9a-f]+), 0x[0-9a-f]+, 0x([0-9a-f]+)\)', heap_info)
        spans += re.findall(r'\[0x([0-9a-f]+), 0x([0-9a-f]+)\)', heap_info)
        first, last = min(int(s[0], 16) for s in spans), max(int(s[1], 16) for s in spans)
        sum_kb, inside = 0, False
        for line in start.proc(self.pid, 'smaps').splitlines():
            mapping = re.match(r'([0-9a-f]+)-([0-9a-f]+) ', line)
            if mapping:
                inside = first <= int(mapping.group(1), 16) < last
            elif inside and line.startswith('Rss:'):
                sum_kb += int(line.split()[1])
        return sum_kb * 1024

    def ask(self, command):
        return subprocess.run([self.jcmd, str(self.pid), command], capture_output=True, text=True, check=True).stdout


class Clients:
    """Many connections of one thread, which wait for answers together."""

    def __init__(self, port):
        self.port = port
        self.sockets = []

    def open(self, count):
        self.sockets = []
        for begin in range(0, count, IN_FLIGHT):
            batch = [self.connect(i) for i in range(begin, min(count, begin + IN_FLIGHT))]
            self.exchange(batch, CONNECT, b'PONG\r\n')
            self.sockets += batch

    def connect(self, index):
        s = socket.socket()
        s.setsockopt(socket.IPPROTO_IP, BIND_ADDRESS_NO_PORT, 1)
        s.bind((f'127.0.1.{1 + index // PORTS_OF_ADDRESS}', 0))
        s.connect(('127.0.0.1', self.port))
        return s

    def all(self, text, until):
        for begin in range(0, len(self.sockets), IN_FLIGHT):
            self.exchange(self.sockets[begin:begin + IN_FLIGHT], text, until)

    @staticmethod
    def exchange(sockets, text, until):
        """Sends text from each socket and waits until what each has been sent contains the given bytes."""
        with selectors.DefaultSelector() as selector:
            for s in sockets:
                if text:
                    s.sendall(text)
                selector.register(s, selectors.EVENT_READ, bytearray())
            deadline = time.perf_counter() + STEP_SECONDS
            waiting = len(sockets)
            while waiting:
                for key, _ in selector.select(max(0.0, deadline - time.perf_counter())):
                    more = key.fileobj.recv(65536)
                    if not more:
                        raise SystemExit(f'the server closed a connection: {bytes(key.data)!r}')
                    key.data.extend(more)
                    if until in key.data:
                        selector.unregister(key.fileobj)
                        waiting -= 1
                if time.perf_counter() > deadline:
                    raise SystemExit(f'{waiting} connections without {until!r} after {STEP_SECONDS} s')

    def close(self):
        for s in self.sockets:
            s.close()
        self.sockets = []


def idle_cpu(pid, clients, seconds):
    """Returns milliseconds of CPU time per second while nobody sends but who answers pings."""
    before, begin = start.cpu_ms(pid), time.perf_counter()
    with selectors.DefaultSelector() as selector:
        for s in clients.sockets:
            selector.register(s, selectors.EVENT_READ)
        while (left := seconds - (time.perf_counter() - begin)) > 0:
            for key, _ in selector.select(left):
                if b'PING' in key.fileobj.recv(65536):
                    key.fileobj.sendall(b'PONG\r\n')
    return (start.cpu_ms(pid) - before) / (time.perf_counter() - begin)


def pings_us(port, goes_on):
    """Returns how long each PING took of a client that sends one after the other, in microseconds."""
    times = []
    with socket.create_connection(('127.0.0.1', port)) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.sendall(CONNECT)
        Clients.exchange([client], b'', b'PONG\r\n')
        while goes_on():
            begin = time.perf_counter()
            client.sendall(b'PING\r\n')
            answer = b''
            while b'PONG\r\n' not in answer:
                answer += client.recv(4096)
            times.append((time.perf_counter() - begin) * 1e6)
    return sorted(times)


# Another process, so that reading pages does not hold up who measures the pings.
PAGES = """
import sys, time, urllib.request
for _ in range(int(sys.argv[2])):
    begin = time.perf_counter()
    size = len(urllib.request.urlopen(sys.argv[1], timeout=60).read())
    print((time.perf_counter() - begin) * 1000, size, flush=True)
    time.sleep(0.1)
"""


def listed(port, monitor_port, count):
    """Returns how long a page with all connections takes, and what that does to somebody else's pings."""
    end = time.perf_counter() + 2
    quiet = pings_us(port, lambda: time.perf_counter() < end)
    url = f'http://127.0.0.1:{monitor_port}/connz?limit={count + 10}'
    reader = subprocess.Popen([sys.executable, '-c', PAGES, url, '20'], stdout=subprocess.PIPE, text=True)
    during = pings_us(port, lambda: reader.poll() is None)
    pages = [line.split() for line in reader.stdout]
    if reader.returncode:
        raise SystemExit(f'{url}: no answer')
    times = [float(page[0]) for page in pages]
    shares = {'p50': 0.5, 'p99': 0.99, 'p999': 0.999}
    return {
        'connz_mb': int(pages[-1][1]) / 1e6,
        'connz_first_ms': times[0],
        'connz_ms': sorted(times)[len(times) // 2],
        'connz_max_ms': max(times[1:]),
        'ping_us': {name: quiet[int(len(quiet) * share)] for name, share in shares.items()},
        'ping_us_connz': {name: during[int(len(during) * share)] for name, share in shares.items()},
    }


def growth(before, after, count):
    """Returns bytes for each connection: of resident memory, of live objects, and of live objects and all that is no heap."""
    rss = after['rss'] - before['rss']
    live = after['heap_used'] - before['heap_used']
    outside = rss - (after['heap_resident'] - before['heap_resident'])
    return {'rss': rss / count, 'heap_live': live / count, 'outside_heap': outside / count, 'live': (live + outside) / count}


def run(command, count, idle, histogram):
    port, monitor_port = start.free_port(), start.free_port()
    process = start.launch(f'{command} -m {monitor_port}', port)
    try:
        start.first_pong(port, process, STEP_SECONDS)
        clients = Clients(port)
        clients.open(min(count, 200))
        clients.all(b'SUB warm.up 1\r\nPING\r\n', b'PONG\r\n')
        clients.close()
        time.sleep(1)
        memory = Memory(process.pid)
        before = memory.take()
        result = {'base_rss_mb': before['rss'] / 1024 / 1024}

        begin, cpu = time.perf_counter(), start.cpu_ms(process.pid)
        clients.open(count)
        result['connect_s'] = time.perf_counter() - begin
        result['connect_cpu_us'] = (start.cpu_ms(process.pid) - cpu) * 1000 / count
        time.sleep(1)
        result['connected'] = growth(before, memory.take(), count)
        result['idle_cpu_ms_per_s'] = idle_cpu(process.pid, clients, idle)

        clients.all(b'SUB to.all 1\r\nPING\r\n', b'PONG\r\n')
        result['subscribed'] = growth(before, memory.take(), count)
        if histogram and memory.jcmd:
            print('\n'.join(memory.ask('GC.class_histogram').splitlines()[:30]))

        begin = time.perf_counter()
        clients.sockets[0].sendall(b'PUB to.all 2\r\nhi\r\n')
        clients.exchange(clients.sockets, b'', b'MSG to.all 1 2\r\nhi\r\n')
        result['to_all_ms'] = (time.perf_counter() - begin) * 1000
        result['after_message'] = growth(before, memory.take(), count)
        result.update(listed(port, monitor_port, count))

        clients.close()
        time.sleep(2)
        result['after_close_rss_mb'] = memory.take()['rss'] / 1024 / 1024
        return result
    finally:
        process.kill()
        process.wait()


def shown(key, value):
    if isinstance(value, dict):
        return f'  {key:20}' + '  '.join(f'{name} {size:7.0f}{"" if key.startswith("ping") else " B"}' for name, size in value.items())
    return f'  {key:20}{value:9.1f}'


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('server', nargs='+')
    parser.add_argument('-n', type=int, default=10_000, help='connections')
    parser.add_argument('--idle', type=float, default=10.0, help='seconds over which idle CPU is taken')
    parser.add_argument('--histogram', action='store_true', help='show what objects a JVM holds')
    parser.add_argument('--json', action='store_true')
    parser.add_argument('--check', action='store_true', help='exit 1 when an idle connection costs more than --bytes-max')
    parser.add_argument('--bytes-max', type=float, default=6 * 1024)
    args = parser.parse_args()

    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if hard < args.n + 100:
        raise SystemExit(f'ulimit -n: {hard} (expected: at least {args.n + 100})')
    passed = True
    for text in args.server:
        name, command = start.named(text)
        result = run(command, args.n, args.idle, args.histogram)
        if args.json:
            print(json.dumps({'server': name, 'connections': args.n, **result}))
        else:
            print(f'{name}: {args.n} connections')
            for key, value in result.items():
                print(shown(key, value))
        if args.check and result['connected']['rss'] > args.bytes_max:
            passed = False
            print(f"  ABOVE THE BAR: {result['connected']['rss']:.0f} > {args.bytes_max:.0f}")
    sys.exit(0 if passed else 1)


if __name__ == '__main__':
    main()

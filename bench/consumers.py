#!/usr/bin/env python3
"""What consumers cost: messages a second and the server's CPU time for each, how long a message is on its way, and what many consumers hold.

  bench/consumers.py nats-server bin/gannet-edge                 everything; the first server is what the others are compared with
  bench/consumers.py --rows '^(push|fetch)' nats-server bin/gannet-edge
  bench/consumers.py --check nats-server bin/gannet-edge         exit 1 when a row falls short of its goal

A server is [NAME:]COMMAND as in bench/streams.py. All servers run, each with streams of its own that were filled before; one is loaded
at a time, and a ratio is the median of the ratios of all rounds. The rows "filters", "many" and "latency" have one server running at a
time, and a store that was just made. The client is this program: it looks for where frames begin and takes nothing else apart.
"""
import argparse, contextlib, os, re, selectors, shutil, socket, subprocess, sys, tempfile, time

import compare, start, streams

BEGIN = b'MSG bench.'  # A message comes with the subject that it was published to.
ACK_SUBJECT = re.compile(rb'\$JS\.ACK\.[^ \r]+')
FLOW_CONTROL = re.compile(rb'\$JS\.FC\.[^ \r]+')
RECEIVE_BYTES = 1 << 20
TIMEOUT = 120
THROUGHPUT, CPU = 1.5, 0.5


class Reader:
    """A connection that takes messages of one consumer and counts them."""

    def __init__(self, server, acknowledges=False):
        self.acknowledges, self.inbox = acknowledges, b'_INBOX.%s' % os.urandom(8).hex().encode()
        self.socket = socket.create_connection(('127.0.0.1', server.port), timeout=TIMEOUT)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.recv(65536)
        self.socket.sendall(b'CONNECT {"verbose":false,"pedantic":false,"headers":true,"no_responders":true}\r\nSUB %s 1\r\nPING\r\n'
                            % self.inbox)
        self.rest, self.count = b'', 0
        while not self.rest.endswith(b'PONG\r\n'):
            self.rest += self.socket.recv(65536)
        self.rest = b''

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        self.socket.close()

    def ask(self, consumer, batch):
        self.socket.sendall(b'PUB $JS.API.CONSUMER.MSG.NEXT.%s %s %d\r\n{"batch":%d,"expires":60000000000}\r\n'
                            % (consumer.encode(), self.inbox, 32 + len(str(batch)), batch))

    def take(self):
        """Takes what is there, at least something."""
        chunk = self.socket.recv(RECEIVE_BYTES)
        if not chunk:
            raise SystemExit('the server closed the connection')
        data = self.rest + chunk
        end = data.rfind(b'\r\n')  # A frame's first line is never taken in two.
        if end < 0:
            self.rest = data
            return 0
        end += 2
        data, self.rest = data[:end], data[end:]
        found = data.count(BEGIN)
        for subject in FLOW_CONTROL.findall(data):
            self.socket.sendall(b'PUB %s 0\r\n\r\n' % subject)
        if self.acknowledges:
            self.socket.sendall(b''.join(b'PUB %s 4\r\n+ACK\r\n' % subject for subject in ACK_SUBJECT.findall(data)))
        self.count += found
        return found

    def until(self, count):
        while self.count < count:
            self.take()


class Row(compare.Row):
    """A line of the table of traffic: how a consumer reads messages of a stream that is full."""

    def __init__(self, name, read, config=None, size=128, storage='file', count=400_000):
        super().__init__(name, '', messages_per_s=THROUGHPUT, cpu_us_per_message=CPU)
        self.read, self.config, self.size, self.storage, self.count = read, config or {}, size, storage, count

    @property
    def stream(self):
        return f'{self.storage}{self.size}'


def pushed(server, row):
    with Reader(server) as reader, server.api() as api:
        begin = time.perf_counter()
        api.must(f'$JS.API.CONSUMER.CREATE.{row.stream}', {'stream_name': row.stream, 'config': {
            'deliver_subject': reader.inbox.decode(), 'deliver_policy': 'all', 'ack_policy': 'none', 'replay_policy': 'instant',
            **row.config}})
        reader.until(row.count)
        return time.perf_counter() - begin


def fetched(batch, ahead=0):
    """Asks for so many at a time; with `ahead`, again when so many have come of what was asked for."""
    def read(server, row):
        with Reader(server, acknowledges=True) as reader, server.api() as api:
            api.must(f'$JS.API.CONSUMER.CREATE.{row.stream}.fetching', {'stream_name': row.stream, 'config': {
                'name': 'fetching', 'deliver_policy': 'all', 'ack_policy': 'explicit', 'replay_policy': 'instant', 'max_ack_pending': 10_000,
                'inactive_threshold': 60_000_000_000}})
            begin, asked = time.perf_counter(), 0
            while reader.count < row.count:
                if asked - reader.count <= ahead:
                    reader.ask(f'{row.stream}.fetching', batch)
                    asked += batch
                reader.take()
            took = time.perf_counter() - begin
            api.must(f'$JS.API.CONSUMER.DELETE.{row.stream}.fetching')
        return took
    return read


FLOW = {'flow_control': True, 'idle_heartbeat': 5_000_000_000, 'mem_storage': True, 'max_deliver': 1}
# Without flow control nats-server closes a connection that does not take 1 KB messages as fast as they come: no such row.
TRAFFIC = [
    Row('push, 128 B', pushed),
    Row('push, memory, 128 B', pushed, storage='memory'),
    Row('ordered push, 128 B', pushed, FLOW),
    Row('ordered push, 1 KB', pushed, FLOW, size=1024),
    Row('fetch 1, acknowledged, 128 B', fetched(1), count=10_000),
    Row('fetch 100, acknowledged, 128 B', fetched(100), count=200_000),
    Row('fetch 500, acknowledged, 128 B', fetched(500), count=200_000),
    Row('fetch 500, acknowledged, 1 KB', fetched(500), size=1024, count=200_000),
    Row('consume 500, acknowledged, 128 B', fetched(500, ahead=250), count=200_000),
    Row('consume 500, acknowledged, 1 KB', fetched(500, ahead=250), size=1024, count=200_000),
    Row('watch of 100,000 keys', pushed, {**FLOW, 'deliver_policy': 'last_per_subject', 'filter_subject': '>'}, size=64, count=100_000),
]


class Bench(streams.Bench):
    def traffic(self, rows):
        with contextlib.ExitStack() as stack:
            self.lock.renew()
            for server in self.servers:
                stack.callback(server.forget)
                server.start()
                self.fill_streams(server, rows)
            for row in rows:
                for server in self.servers:  # Not counted: what is done for the first time.
                    self.run(server, row)
                for i in range(self.args.rounds):
                    for server in self.servers if i % 2 == 0 else self.servers[::-1]:
                        self.lock.renew()
                        self.note(row.name, server, self.run(server, row))
                print(f'  {row.name}', file=sys.stderr, flush=True)
        self.lock.release()

    def fill_streams(self, server, rows):
        needed = {}
        for row in rows:
            needed[row.stream] = max(row.count, needed.get(row.stream, (0,))[0]), row
        for name, (count, row) in needed.items():
            keys = count if row.size == 64 else 1
            with server.api() as api:
                api.make(name, 'bench.>', row.storage)
                self.fill(server, count, row.size, keys)
                # Its subject goes, so that the next stream can be filled through the same one.
                api.must(f'$JS.API.STREAM.UPDATE.{name}', {
                    **api.must(f'$JS.API.STREAM.INFO.{name}')['config'], 'subjects': [f'full.{name}']})

    def run(self, server, row):
        rest, cpu = self.args.rest, start.cpu_ms(server.pid)
        took = row.read(server, row)
        time.sleep(rest)  # What the server does of it later is counted.
        return {'messages_per_s': row.count / took, 'cpu_us_per_message': (start.cpu_ms(server.pid) - cpu) * 1000 / row.count}

    def consumers(self, server, count):
        """Makes a stream with so many durable consumers, each with a filter of its own."""
        server.start()
        with server.api() as api:
            api.must('$JS.API.STREAM.CREATE.bench', {'name': 'bench', 'subjects': ['bench.>'], 'storage': 'file', 'max_consumers': count})
        self.fill(server, 100_000, 128, count)
        time.sleep(self.args.settle)
        before, begin = server.rss_bytes(), time.perf_counter()
        with server.api() as api:
            for i in range(count):
                api.must(f'$JS.API.CONSUMER.CREATE.bench.c{i}', {'stream_name': 'bench', 'action': 'create', 'config': {
                    'name': f'c{i}', 'durable_name': f'c{i}', 'ack_policy': 'explicit', 'filter_subject': f'bench.{i:08}'}})
        return before, (time.perf_counter() - begin) * 1000 / count

    def filters(self, server):
        """Messages of all subjects are published, to a stream that has a consumer for each."""
        count = self.args.filters
        self.consumers(server, count)
        words = f'--mode stream --outstanding 256 --subjects {count} --seconds {self.args.seconds * 3} --warm-up {self.args.seconds}'
        result = self.finish(server, self.driver_of(server, words))
        return {key: result[key] for key in ('messages_per_s', 'cpu_us_per_message', 'p50_us', 'p99_us')}

    def many(self, server):
        before, made = self.consumers(server, self.args.consumers)
        result = {'made in ms': made, **self.idle(server, before, self.args.consumers)}
        begin = time.perf_counter()
        server.stop()
        result['stop_s'] = time.perf_counter() - begin
        result['open_s'] = self.reopen(server, 'bench', 100_000)
        return result

    def latency(self, server):
        """How long messages of publishers that wait for their acknowledgements take to a push consumer."""
        server.start()
        with Reader(server) as reader, server.api() as api, contextlib.ExitStack() as stack:
            api.make('bench', 'bench.>')
            api.must('$JS.API.CONSUMER.CREATE.bench', {'stream_name': 'bench', 'config': {
                'deliver_subject': reader.inbox.decode(), 'ack_policy': 'none', 'deliver_policy': 'new'}})
            publishers = [stack.enter_context(Reader(server)) for _ in range(self.args.publishers)]
            on_the_way(reader, publishers, self.args.rate, self.args.seconds)  # Not counted.
            times = sorted(on_the_way(reader, publishers, self.args.rate, 10 * self.args.seconds))
        return {'messages': float(len(times)), 'p50_us': times[len(times) // 2], 'p99_us': times[len(times) * 99 // 100],
                'p999_us': times[len(times) * 999 // 1000]}


def on_the_way(reader, publishers, rate, seconds):
    """Publishes in turn, so many a second in all; returns how long each message took, in microseconds."""
    times, sent = [], 0
    pattern = re.compile(rb'@(\d{20})x')
    with selectors.SelectSelector() as selector:  # Others wait for whole milliseconds, or spin and leave the server one processor.
        selector.register(reader.socket, selectors.EVENT_READ, reader)
        for publisher in publishers:
            publisher.socket.setblocking(False)
            selector.register(publisher.socket, selectors.EVENT_READ, None)
        begin = time.perf_counter_ns()
        end, rest = begin + int(seconds * 1e9), b''
        while time.perf_counter_ns() < end or len(times) < sent and time.perf_counter_ns() < end + 10**10:
            due = begin + sent * 10**9 // rate
            now = time.perf_counter_ns()
            if now >= due and now < end:
                publishers[sent % len(publishers)].socket.sendall(
                    b'PUB bench.x %s.ack 128\r\n@%020d%s\r\n' % (b'_R', time.perf_counter_ns(), b'x' * 107))
                sent += 1
                continue
            wait = max(0, min(due, end) - now) / 1e9 if now < end else 0.1
            for key, _ in selector.select(wait):
                chunk = key.fileobj.recv(65536)
                if key.data:
                    now, rest = time.perf_counter_ns(), rest + chunk
                    last = 0
                    for match in pattern.finditer(rest):
                        times.append((now - int(match.group(1))) / 1000)
                        last = match.end()
                    rest = rest[last:]
    if len(times) < sent:
        raise SystemExit(f'{sent - len(times)} of {sent} messages did not come')
    return times


def alone_rows(bench, args):
    """What is measured with one server at a time: name, how, what is less than so many times the first server's, and what is more."""
    return [
        (f'filters: {args.filters:,} consumers', bench.filters, {}, {'messages_per_s': 3}),
        (f'many: {args.consumers:,} consumers', bench.many, {'bytes for each': 0.5}, {}),
        (f'latency: {args.publishers} publishers, {args.rate:,} a second', bench.latency, {'p99_us': 1}, {}),
    ]


def report_alone(bench, row, most, least):
    measured = bench.results[row]
    first, *others = measured
    short = streams.report_alone(bench, row, {})
    for name in others:
        for key, goal in [*most.items(), *least.items()]:
            ratio = compare.median(measured[name], key) / compare.median(measured[first], key)
            if (ratio > goal) if key in most else (ratio < goal):
                short.append(f'{row}, {name}: {key} is {ratio:.2f} x, the goal is {"at most" if key in most else "at least"} {goal} x')
    return short


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('server', nargs='+')
    parser.add_argument('--rows', default='', help='regular expression: only rows whose names match')
    parser.add_argument('--rounds', type=int, default=5)
    parser.add_argument('--rest', type=float, default=0.1, help='seconds behind a run that are counted for its CPU time')
    parser.add_argument('--seconds', type=float, default=1.5)
    parser.add_argument('--filters', type=int, default=1_000)
    parser.add_argument('--consumers', type=int, default=10_000)
    parser.add_argument('--publishers', type=int, default=16)
    parser.add_argument('--rate', type=int, default=2_000, help='messages a second of all publishers')
    return streams.common(parser).parse_args()


def main():
    args = options()
    args.warm_up = 0
    args.directory = tempfile.mkdtemp(prefix='consumers.', dir=os.path.abspath(args.directory))
    try:
        driver = os.path.join(args.directory, 'load')
        subprocess.run(['cc', '-O2', '-o', driver, os.path.join(compare.HERE, 'load.c')], check=True)
        bench = Bench(args, driver)
        if len({server.name for server in bench.servers}) < len(bench.servers):
            raise SystemExit('two servers have the same name: write NAME:COMMAND')
        print(f'{compare.machine()}; {args.rounds} rounds\n', flush=True)
        traffic = [row for row in TRAFFIC if re.search(args.rows, row.name)]
        short = []
        if traffic:
            bench.traffic(traffic)
            short = compare.report_traffic(bench, traffic)
        for name, measure, most, least in alone_rows(bench, args):
            if re.search(args.rows, name):
                bench.alone(name, measure)
                short += report_alone(bench, name, most, least)
    finally:
        shutil.rmtree(args.directory, ignore_errors=True)
    for line in short:
        print('SHORT:', line)
    return 1 if args.check and short else 0


if __name__ == '__main__':
    sys.exit(main())

#!/usr/bin/env python3
"""What streams cost: acknowledged messages a second, how long an acknowledgement takes, and how much many streams hold.

  bench/streams.py nats-server bin/gannet-edge                 everything; the first server is what the others are compared with
  bench/streams.py --rows '^publish, 128 B' nats-server bin/gannet-edge
  bench/streams.py --rows many --streams 1000 nats-server bin/gannet-edge
  bench/streams.py --check nats-server bin/gannet-edge         exit 1 when a row falls short of its goal

A server is [NAME:]COMMAND as in bench/start.py, started with `-a 127.0.0.1 -p PORT -js -sd DIRECTORY` behind it.

The rows of traffic are measured as by bench/compare.py: all servers run, one is loaded at a time, and a ratio is the median of the
ratios of all rounds. Each run publishes to streams that were just made. "NAME always" is the first server once more, with
`sync_interval: always`, for the rows that have a goal beside it. The rows "checkpoint", "get", "many", "subjects" and "open" have one server
running at a time, and a store that was just made. --directory: where the stores are; it should be on a real disk.
"""
import argparse, contextlib, json, os, re, shutil, signal, socket, statistics, subprocess, sys, tempfile, time

import compare, start

SHOWN = compare.SHOWN
API_TIMEOUT = 300


class Row(compare.Row):
    """A line of the table of traffic; `always` is the goal beside the first server with `sync_interval: always`."""

    def __init__(self, name, driver, streams=1, storage='file', always=None, **goals):
        super().__init__(name, '--mode stream ' + driver, **goals)
        self.streams, self.storage, self.always = streams, storage, always


TRAFFIC = [
    Row('publish, 128 B, 256 outstanding', '--outstanding 256', always=20, messages_per_s=1, p99_us=1),
    Row('publish, 128 B, 256 outstanding, 4 clients', '--outstanding 256 --clients 4', always=20, messages_per_s=1, p99_us=1),
    Row('publish, 1 KB, 256 outstanding', '--outstanding 256 --size 1024', messages_per_s=1, p99_us=1),
    Row('publish, 1 KB, 256 outstanding, 4 clients', '--outstanding 256 --size 1024 --clients 4', messages_per_s=1, p99_us=1),
    Row('publish, 128 B, 16 outstanding', '--outstanding 16', always=0, messages_per_s=1, p99_us=1),
    Row('publish, 128 B, 16 outstanding, 4 clients', '--outstanding 16 --clients 4', messages_per_s=1, p99_us=1),
    Row('publish, 1 KB, 16 outstanding', '--outstanding 16 --size 1024', messages_per_s=1, p99_us=1),
    Row('publish, 1 KB, 16 outstanding, 4 clients', '--outstanding 16 --size 1024 --clients 4', messages_per_s=1, p99_us=1),
    Row('publish, 128 B, 1 outstanding', '', always=0, messages_per_s=0.7, p99_us=2),
    Row('publish, 128 B, 1 outstanding, 16 clients', '--clients 16', always=0, messages_per_s=1, p99_us=1),
    Row('memory, 128 B, 256 outstanding', '--outstanding 256', storage='memory', messages_per_s=1.5),
    Row('memory, 128 B, 16 outstanding', '--outstanding 16', storage='memory', messages_per_s=1.5),
    Row('64 streams, 128 B, 256 outstanding', '--outstanding 256 --subjects 64', streams=64, messages_per_s=1),
    Row('64 streams, 128 B, 256 outstanding, 4 clients', '--outstanding 256 --clients 4 --subjects 64', streams=64, messages_per_s=1),
]
MANY_OF_ONE = ('64 streams, 128 B, 256 outstanding', 'publish, 128 B, 256 outstanding', 0.7)
WARM_UP = ['--outstanding 256', '--outstanding 16 --size 1024 --clients 4', '--clients 16', ''] * 2
CHECKPOINT_RATIO = 2
GET_P99_US = 5000
SUBJECT_BYTES = 100
# Messages of a store, bytes of each, and the seconds in which it should be open.
OPEN = '10000000x16:2,5000000x1024:5'
DESCRIPTORS = 4096


class Api:
    """A client of one connection that asks and waits."""

    def __init__(self, port):
        self.socket = socket.create_connection(('127.0.0.1', port), timeout=API_TIMEOUT)
        self.lines = self.socket.makefile('rb')
        self.lines.readline()
        self.socket.sendall(b'CONNECT {"verbose":false,"pedantic":false,"headers":true,"no_responders":true}\r\nSUB _INBOX.api 1\r\n')

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        self.lines.close()
        self.socket.close()

    def ask(self, subject, body=None):
        payload = json.dumps(body).encode() if body else b''
        self.socket.sendall(b'PUB %s _INBOX.api %d\r\n%s\r\n' % (subject.encode(), len(payload), payload))
        while True:
            words = self.lines.readline().split()
            if not words:
                raise SystemExit(f'the server closed the connection at {subject}')
            if words[0] == b'PING':
                self.socket.sendall(b'PONG\r\n')
            elif words[0] in (b'MSG', b'HMSG'):
                answer = self.lines.read(int(words[-1]) + 2)
                if words[0] == b'HMSG':
                    return {'error': answer.decode()}  # Nobody answers yet.
                return json.loads(answer)

    def must(self, subject, body=None):
        answer = self.ask(subject, body)
        if 'error' in answer:
            raise SystemExit(f'{subject}: {answer["error"]}')
        return answer

    def make(self, name, subject, storage='file'):
        self.must(f'$JS.API.STREAM.CREATE.{name}', {
            'name': name, 'subjects': [subject], 'storage': storage, 'retention': 'limits', 'max_msgs': -1, 'max_bytes': -1,
            'max_age': 0, 'max_msgs_per_subject': -1, 'max_consumers': -1, 'num_replicas': 1, 'discard': 'old', 'allow_direct': True})

    def delete(self, name):
        self.must(f'$JS.API.STREAM.DELETE.{name}')


class Server(compare.Server):
    """A server with a store of its own, which stays when it is stopped."""

    def __init__(self, text, directory, name=None, always=False):
        super().__init__(text)
        if self.is_running:
            raise SystemExit('a running server has a store that is not ours')
        self.name, self.program = name or self.name, self.command
        self.directory = os.path.join(directory, self.name.replace(' ', '-'))
        self.always, self.port = always, 0

    def start(self, tls=None, prefix=''):
        os.makedirs(self.directory, exist_ok=True)
        self.command = f'{prefix}{self.program} -js -sd {self.directory}'
        if self.always:
            path = self.directory + '.conf'
            with open(path, 'w') as f:
                f.write('jetstream { sync_interval: always }\n')
            self.command += f' -c {path}'
        super().start()
        self.port = int(self.url.rsplit(':', 1)[1])

    def stop(self, how=signal.SIGTERM):
        if self.process:
            self.process.send_signal(how)
            self.process.wait(120)
            self.process = None

    def forget(self):
        self.stop()
        shutil.rmtree(self.directory, ignore_errors=True)

    def api(self):
        return Api(self.port)

    def rss_bytes(self):
        return start.status_mb(self.pid, 'VmRSS') * 1024 * 1024


class Bench(compare.Bench):
    def __init__(self, args, driver):
        args.tls = None
        servers, args.server = args.server, []
        super().__init__(args, driver)
        self.servers = [Server(text, args.directory) for text in servers]
        self.always = Server(servers[0], args.directory, self.servers[0].name + ' always', always=True)

    def on_streams(self, server, row, run):
        """Makes the streams of a row, has something run, and deletes them again."""
        names = [f'bench{i}' for i in range(row.streams)]
        with server.api() as api:
            for i, name in enumerate(names):
                api.make(name, 'bench.>' if row.streams == 1 else f'bench.{i:08}', row.storage)
            try:
                return run()
            finally:
                for name in names:
                    api.delete(name)

    def traffic(self, rows):
        everybody = self.servers + ([self.always] if any(row.always is not None for row in rows) else [])
        with contextlib.ExitStack() as stack:
            self.lock.renew()
            for server in everybody:
                stack.callback(server.forget)
                server.start()
            for words in WARM_UP:
                for server in everybody:
                    self.lock.renew()
                    self.on_streams(server, Row('', ''), lambda: self.load(server, ['--mode', 'stream', *words.split()], 0.5, 0.1))
            for row in rows:
                who = everybody if row.always is not None else self.servers
                for i in range(self.args.rounds):
                    for server in who if i % 2 == 0 else who[::-1]:
                        self.lock.renew()
                        self.note(row.name, server, self.on_streams(server, row, lambda: self.undisturbed(server, row.driver)))
                print(f'  {row.name}', file=sys.stderr, flush=True)
        self.lock.release()

    def driver_of(self, server, words):
        command = [self.driver, *words.split(), '--pid', str(server.pid), server.url]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def finish(self, server, process):
        out, problem = process.communicate()
        if process.returncode != 0:
            raise SystemExit(f'{server.name}: {problem.strip()}')
        return json.loads(out)

    def fill(self, server, messages, size, subjects=1):
        if messages > 0:
            words = f'--mode stream --outstanding 1000 --messages {messages} --size {size} --subjects {subjects}'
            return self.finish(server, self.driver_of(server, words))
        return {}

    def alone(self, row, measure):
        for server in self.servers:
            self.lock.renew()
            server.forget()
            try:
                self.note(row, server, measure(server))
            finally:
                server.forget()
            print(f'  {row}: {server.name}', file=sys.stderr, flush=True)
        self.lock.release()

    def checkpoint(self, server):
        """Acknowledgements over a time in which everything that is written beside the log has to be synced."""
        server.start()
        with server.api() as api:
            api.make('bench', 'bench.>')
        words = f'--mode stream --outstanding 16 --size 1024 --window 1 --warm-up 3 --seconds {self.args.checkpoint_seconds}'
        result = self.finish(server, self.driver_of(server, words))
        windows = result['window_p99_us']
        return {'messages_per_s': result['messages_per_s'], 'p99_us': result['p99_us'], 'p999_us': result['p999_us'],
                'p99_us of the median second': statistics.median(windows), 'p99_us of the worst second': max(windows),
                'worst / median': max(windows) / statistics.median(windows)}

    def get(self, server):
        """Random messages of a stream that is written to as fast as it goes."""
        server.start()
        with server.api() as api:
            api.make('bench', 'bench.>')
        self.fill(server, self.args.get_messages, 128)
        writer = self.driver_of(server, f'--mode stream --outstanding 256 --seconds {self.args.get_seconds + 1} --warm-up 0')
        reader = self.driver_of(server, f'--mode get --outstanding 4 --sequences {self.args.get_messages}'
                                        f' --seconds {self.args.get_seconds} --warm-up 0.5')
        read, written = self.finish(server, reader), self.finish(server, writer)
        return {'gets_per_s': read['messages_per_s'], 'get p50_us': read['p50_us'], 'get p99_us': read['p99_us'],
                'get p999_us': read['p999_us'], 'published_per_s meanwhile': written['messages_per_s']}

    def many(self, server):
        """Many streams with a message each; but for the first server, which would not make them all, few files may be open."""
        # A JVM raises its own limit as far as it may: both limits are set.
        limits = f'sh -c \'ulimit -Sn {DESCRIPTORS}; ulimit -Hn {DESCRIPTORS}; exec "$@"\' sh '
        server.start(prefix='' if server is self.servers[0] else limits)
        before = server.rss_bytes()
        count, begin, cpu = self.args.streams, time.perf_counter(), start.cpu_ms(server.pid)
        with server.api() as api:
            for i in range(count):
                api.make(f'bench{i}', f'bench.{i:08}')
        made, cpu_made = time.perf_counter() - begin, start.cpu_ms(server.pid) - cpu
        self.fill(server, count, 128, count)
        result = {'made in ms': made * 1000 / count, 'CPU ms to make': cpu_made / count, **self.idle(server, before, count)}
        begin = time.perf_counter()
        server.stop()
        result['stop_s'] = time.perf_counter() - begin
        result['open_s'] = self.reopen(server, f'bench{count - 1}', 1)
        return result

    def idle(self, server, before, count):
        time.sleep(self.args.settle)
        cpu = start.cpu_ms(server.pid)
        time.sleep(self.args.idle)
        rss = server.rss_bytes()
        return {'rss_mb': rss / 1e6, 'bytes for each': (rss - before) / count,
                'idle_cpu_ms_per_s': (start.cpu_ms(server.pid) - cpu) / self.args.idle,
                'descriptors': float(len(os.listdir(f'/proc/{server.pid}/fd')))}

    def subjects(self, server):
        """One stream whose messages all have a subject of their own."""
        server.start()
        with server.api() as api:
            api.make('bench', 'bench.>')
        self.fill(server, 10_000, 16)  # What a server needs once is not counted.
        time.sleep(self.args.settle)
        before, count = server.rss_bytes(), self.args.subjects
        filled = self.fill(server, count, 16, count)
        result = {'published_per_s': filled['messages_per_s'], **self.idle(server, before, count)}
        server.stop()
        result['open_s'] = self.reopen(server, 'bench', 10_000 + count)
        result['rss_mb opened again'] = server.rss_bytes() / 1e6
        return result

    def open(self, server, messages, size):
        server.start()
        with server.api() as api:
            api.make('bench', 'bench.>')
        filled = self.fill(server, messages, size)
        result = {'published_per_s': filled['messages_per_s']}
        for name, how in (('open_s', signal.SIGTERM), ('open_s after kill -9', signal.SIGKILL)):
            server.stop(how)
            result[name] = self.reopen(server, 'bench', messages)
        return result

    def reopen(self, server, stream, messages):
        """Starts a server again, and returns after how many seconds a stream is there."""
        begin = time.perf_counter()
        server.start()
        with server.api() as api:
            while time.perf_counter() < begin + API_TIMEOUT:
                answer = api.ask(f'$JS.API.STREAM.INFO.{stream}')
                if 'error' not in answer:
                    break
                time.sleep(0.005)
            took = time.perf_counter() - begin
            found = answer.get('state', {}).get('messages')
            if found != messages:
                raise SystemExit(f'{server.name}: {stream} has {found} messages, not {messages}')
        return took


def report_always(bench, rows):
    """Ratios to the first server when it syncs each message."""
    lines, short = [], []
    for row in rows:
        measured = bench.results[row.name]
        if row.always is None:
            continue
        cells = [compare.figure(compare.median(measured[bench.always.name], key)) for key, _ in SHOWN]
        lines.append([row.name, bench.always.name, *cells, ''])
        for server in bench.servers:
            cells = []
            for key, _ in SHOWN:
                found = compare.ratios(measured, bench.always, server, key)
                cells.append(f'{statistics.median(found):.2f} x' if found else '-')
            ratio = statistics.median(compare.ratios(measured, bench.always, server, 'messages_per_s'))
            goal = row.always if server is not bench.servers[0] else 0
            lines.append(['', server.name, *cells, f'messages/s ≥ {goal}' if goal else ''])
            if ratio < goal:
                short.append(f'{row.name}, {server.name}: {ratio:.2f} x of {bench.always.name}, the goal is {goal}')
    if lines:
        compare.print_table(['row', 'server', *(title for _, title in SHOWN), 'goal'], lines)
    return short


def report_many_of_one(bench):
    """How much of the rate of one stream is left with many."""
    many, one, goal = MANY_OF_ONE
    if many not in bench.results or one not in bench.results:
        return []
    short = []
    for server in bench.servers:
        rates = [compare.median(bench.results[row][server.name], 'messages_per_s') for row in (many, one)]
        print(f'{many}: {server.name} has {rates[0] / rates[1]:.2f} of its rate with one stream')
        if server is not bench.servers[0] and rates[0] < goal * rates[1]:
            short.append(f'{many}, {server.name}: {rates[0] / rates[1]:.2f} of one stream, the goal is {goal}')
    print()
    return short


def report_alone(bench, row, goals):
    measured = bench.results[row]
    names = list(measured)
    lines, short = [], []
    for key in measured[names[0]][0]:
        values = [compare.median(measured[name], key) for name in names]
        ratios = [f'{value / values[0]:.2f} x' if values[0] else '-' for value in values[1:]]
        lines.append([key, *map(compare.figure, values), *ratios])
        for name, value in list(zip(names, values))[1:]:
            goal = goals.get(key)
            if goal == 'reference':
                goal = values[0]
            if goal is not None and value > goal:
                short.append(f'{row}, {name}: {key} is {compare.figure(value)}, the goal is at most {compare.figure(goal)}')
    compare.print_table([row, *names, *('ratio' for _ in names[1:])], lines)
    return short


def alone_rows(bench, args):
    """What is measured with one server at a time: name, how, and the goals of all servers but the first."""
    rows = [
        ('checkpoint: 1 KB, 16 outstanding', bench.checkpoint, {'worst / median': CHECKPOINT_RATIO}),
        ('get: random, while 256 are published', bench.get, {'get p99_us': GET_P99_US}),
        (f'many: {args.streams:,} streams', bench.many, {'rss_mb': 'reference', 'idle_cpu_ms_per_s': 'reference'}),
        (f'subjects: {args.subjects:,} in one stream', bench.subjects, {'bytes for each': SUBJECT_BYTES}),
    ]
    for text in args.open.split(','):
        messages, size, seconds = re.fullmatch(r'(\d+)x(\d+):([\d.]+)', text).groups()
        measure = lambda server, messages=int(messages), size=int(size): bench.open(server, messages, size)
        goal = {'open_s': float(seconds), 'open_s after kill -9': float(seconds)}
        rows.append((f'open: {int(messages):,} messages of {size} B', measure, goal))
    return rows


def common(parser):
    """Adds what every comparison of stores has."""
    parser.add_argument('--settle', type=float, default=5, help='seconds before memory and idle CPU are taken')
    parser.add_argument('--idle', type=float, default=15, help='seconds over which idle CPU is taken')
    parser.add_argument('--directory', default='.', help='where the stores are made')
    parser.add_argument('--check', action='store_true', help='exit 1 when a row falls short of its goal')
    parser.add_argument('--json', help='append every single result to this file')
    parser.add_argument('--lock', help='hold this lock file (flock) while measuring')
    return parser


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('server', nargs='+')
    parser.add_argument('--rows', default='', help='regular expression: only rows whose names match')
    parser.add_argument('--rounds', type=int, default=5, help='runs of each row and server after each start')
    parser.add_argument('--starts', type=int, default=1, help='how often the servers are started for the traffic rows')
    parser.add_argument('--seconds', type=float, default=1.5, help='measured time of a run')
    parser.add_argument('--warm-up', type=float, default=0.5, help='time of a run before it is measured')
    parser.add_argument('--checkpoint-seconds', type=float, default=70, help='Gannet makes a checkpoint every 30 s or 256 MB')
    parser.add_argument('--get-seconds', type=float, default=10)
    parser.add_argument('--get-messages', type=int, default=1_000_000, help='how many there are before they are read')
    parser.add_argument('--streams', type=int, default=10_000)
    parser.add_argument('--subjects', type=int, default=1_000_000)
    parser.add_argument('--open', default=OPEN, help=f'MESSAGESxBYTES:GOAL,... ({OPEN})')
    return common(parser).parse_args()


def main():
    args = options()
    args.directory = tempfile.mkdtemp(prefix='streams.', dir=os.path.abspath(args.directory))
    try:
        driver = os.path.join(args.directory, 'load')
        subprocess.run(['cc', '-O2', '-o', driver, os.path.join(compare.HERE, 'load.c')], check=True)
        bench = Bench(args, driver)
        if len({server.name for server in bench.servers}) < len(bench.servers):
            raise SystemExit('two servers have the same name: write NAME:COMMAND')
        print(f'{compare.machine()}; {args.starts} starts x {args.rounds} rounds of {args.seconds} s\n', flush=True)
        traffic = [row for row in TRAFFIC if re.search(args.rows, row.name)]
        for _ in range(args.starts if traffic else 0):
            bench.traffic(traffic)
        short = []
        if traffic:
            short = compare.report_traffic(bench, traffic) + report_always(bench, traffic) + report_many_of_one(bench)
        for name, measure, goals in alone_rows(bench, args):
            if re.search(args.rows, name):
                bench.alone(name, measure)
                short += report_alone(bench, name, goals)
        for line in short:
            print(f'SHORT: {line}')
        sys.exit(1 if args.check and short else 0)
    finally:
        shutil.rmtree(args.directory, ignore_errors=True)


if __name__ == '__main__':
    main()

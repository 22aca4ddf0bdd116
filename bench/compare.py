#!/usr/bin/env python3
"""Compares NATS servers on one machine: the whole table of docs/benchmarks.md, or some of its rows.

  bench/compare.py nats-server bin/gannet-edge                     everything; the first server is what the others are compared with
  bench/compare.py --rows 'fan-out|publish' nats-server bin/gannet-edge
  bench/compare.py --starts 3 nats-server jdk17:"GANNET_JAVA=/opt/jdk17/bin/java bin/gannet-edge" jdk25:bin/gannet-edge
  bench/compare.py nats://127.0.0.1:4222,PID nats://127.0.0.1:4333,PID       running servers; traffic rows only
  bench/compare.py --check nats-server bin/gannet-edge             exit 1 when a row falls short of its goal
  bench/compare.py --tls server.pem,server.key nats-server bin/gannet-edge   the rows with TLS, and 500 handshakes a second

A server is [NAME:]COMMAND as in bench/start.py, started with `-a 127.0.0.1 -p PORT` behind it, or [NAME:]nats://HOST:PORT,PID.

All servers run at the same time, but only one is loaded: they take turns, in changing order, and a ratio is the median of the
ratios of all rounds. Where something else used the machine meanwhile, the run is repeated. --starts N starts the servers N times,
because a JVM compiles the same code differently each time. Needs a C compiler (cc) and Linux.
"""
import argparse, contextlib, fcntl, json, os, re, statistics, subprocess, sys, tempfile, time

import start

HERE = os.path.dirname(os.path.abspath(__file__))
DISTURBED_CORES = 0.25
REPEATS_MAX = 3
LOCK_SECONDS = 100


class Row:
    """One line of the table: how the driver is called, and the goals: ratios that a server should reach."""

    def __init__(self, name, driver, **goals):
        self.name, self.driver, self.goals = name, driver.split(), goals


# Goals: at least so many times the messages a second, at most such a part of the CPU time per message or of the latency.
TRAFFIC = [
    Row('publish 16 B', '--mode publish --size 16', messages_per_s=3, cpu_us_per_message=1 / 4),
    Row('publish 128 B', '--mode publish --size 128', messages_per_s=2, cpu_us_per_message=1 / 3),
    Row('1 to 1, 16 B', '--size 16', messages_per_s=5, cpu_us_per_message=1 / 6),
    Row('1 to 1, 128 B', '--size 128', messages_per_s=4, cpu_us_per_message=1 / 5),
    Row('1 to 1, 1 KB', '--size 1024', messages_per_s=2.5, cpu_us_per_message=1 / 3),
    Row('1 to 1, 8 KB', '--size 8192', messages_per_s=1.8, cpu_us_per_message=1 / 3),
    Row('fan-out 10, 128 B, same sid', '--subscribers 10', messages_per_s=5, cpu_us_per_message=1 / 6),
    Row('fan-out 10, 128 B, different sids', '--subscribers 10 --sids different', messages_per_s=3),
    Row('fan-out 100, 128 B, same sid', '--subscribers 100', messages_per_s=5, cpu_us_per_message=1 / 6),
    Row('fan-out 100, 128 B, different sids', '--subscribers 100 --sids different', messages_per_s=3),
    Row('queue group of 4, 128 B', '--mode queue --subscribers 4', messages_per_s=4, cpu_us_per_message=1 / 5),
    Row('10,000 subjects, 128 B', '--mode subjects --subscribers 4', messages_per_s=4, cpu_us_per_message=1 / 5),
    Row('4 to 4, 128 B', '--mode pairs --publishers 4 --subscribers 4', messages_per_s=2, cpu_us_per_message=1 / 3),
    Row('request/reply, 1 outstanding', '--mode request --clients 1', messages_per_s=2, p99_us=1 / 2),
    Row('request/reply, 64 outstanding', '--mode request --clients 64', messages_per_s=1.8, p99_us=1 / 2),
    Row('50,000 messages/s', '--rate 50000', cpu_us_per_message=1 / 3, p50_us=1 / 2),
]
# With TLS; the driver encrypts with OpenSSL, for which the head of bench/load.c names the libraries.
TLS_TRAFFIC = [
    Row('TLS, 1 to 1, 128 B', '--size 128', messages_per_s=4, cpu_us_per_message=1 / 3),
    Row('TLS, 1 to 1, 8 KB', '--size 8192', messages_per_s=1.1, cpu_us_per_message=1),
    Row('TLS, 4 to 4, 128 B', '--mode pairs --publishers 4 --subscribers 4', messages_per_s=2, cpu_us_per_message=1 / 2),
]
TLS_CONNECTS = Row('TLS, 500 connects/s', '--mode connects --clients 2 --rate 500')
TLS_WARM_UP = ['--size 128', '--size 8192'] * 4 + ['--mode connects --clients 2 --rate 500'] * 30
WARM_UP = ['--mode publish --size 16', '--subscribers 10 --sids different', '--mode request --clients 16',
           '--mode subjects --subscribers 4', '--mode queue --subscribers 4', '--size 128', '--subscribers 10']
RATES = ('messages_per_s',)  # More is better; of everything else less is.
SHOWN = (('messages_per_s', 'messages/s'), ('cpu_us_per_message', 'CPU'), ('p50_us', 'p50'), ('p99_us', 'p99'))
CONNECTS_SHOWN = ('connects_per_s', 'cpu_us_per_connect', 'ping_p50_us', 'ping_p99_us')


class Server:
    def __init__(self, text):
        self.name, self.command = start.named(text)
        running = re.fullmatch(r'(nats://[^,]+),(\d+)', self.command)
        self.is_running = running is not None
        self.url, self.pid = (running.group(1), int(running.group(2))) if running else ('', 0)
        self.process = None

    def start(self, tls=None):
        if self.is_running:
            return
        port = start.free_port()
        certificate, key = tls or ('', '')
        flags = f' --tls --tlscert {certificate} --tlskey {key}' if tls else ''
        self.process = start.launch(self.command + flags, port)
        (start.first_info if tls else start.first_pong)(port, self.process, 60)
        self.url, self.pid = f'{"tls" if tls else "nats"}://127.0.0.1:{port}', self.process.pid

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(60)
            self.process = None


class Lock:
    """An exclusive lock on a file, for machines where others build and measure too; given up now and then."""

    def __init__(self, path):
        self.file = open(path, 'a') if path else None
        self.since = 0

    def renew(self):
        if self.file and time.monotonic() - self.since > LOCK_SECONDS:
            self.release()
            fcntl.flock(self.file, fcntl.LOCK_EX)
            self.since = time.monotonic()

    def release(self):
        if self.file and self.since:
            fcntl.flock(self.file, fcntl.LOCK_UN)
            self.since = 0
            time.sleep(0.3)


class Bench:
    def __init__(self, args, driver):
        self.args, self.driver, self.lock = args, driver, Lock(args.lock)
        self.servers = [Server(text) for text in args.server]
        self.tls = args.tls.split(',') if args.tls else None
        self.results = {}  # row name -> server name -> one result a round

    def load(self, server, words, seconds, warm_up):
        command = [self.driver, *words, '--seconds', str(seconds), '--warm-up', str(warm_up), '--pid', str(server.pid), server.url]
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + warm_up + 120)
        if done.returncode != 0:
            raise SystemExit(f'{server.name}: {" ".join(words)}: {done.stderr.strip()}')
        return json.loads(done.stdout)

    def undisturbed(self, server, words):
        """Repeats a run while something else has the machine, and returns the run in which it had least."""
        best = None
        for _ in range(REPEATS_MAX):
            result = self.load(server, words, self.args.seconds, self.args.warm_up)
            if 'other_cores' not in result:
                return result
            result['disturbed_cores'] = max(0, result['other_cores']) + result['stolen_cores']
            if best is None or result['disturbed_cores'] < best['disturbed_cores']:
                best = result
            if best['disturbed_cores'] < DISTURBED_CORES:
                break
        return best

    def note(self, row, server, result):
        self.results.setdefault(row, {}).setdefault(server.name, []).append(result)
        if self.args.json:
            with open(self.args.json, 'a') as f:
                f.write(json.dumps({'row': row, 'server': server.name, **result}) + '\n')

    def traffic(self, rows):
        with contextlib.ExitStack() as stack:
            self.lock.renew()
            for server in self.servers:
                stack.callback(server.stop)
                server.start(self.tls)
            for words in TLS_WARM_UP if self.tls else WARM_UP:
                for server in self.servers:
                    self.lock.renew()
                    self.load(server, words.split(), 0.5, 0.1)
            for row in rows:
                for i in range(self.args.rounds):
                    for server in self.servers if i % 2 == 0 else self.servers[::-1]:
                        self.lock.renew()
                        self.note(row.name, server, self.undisturbed(server, row.driver))
                print(f'  {row.name}', file=sys.stderr, flush=True)
        self.lock.release()

    def footprint(self):
        """Every figure of a server that was just started."""
        for server in self.servers:
            if server.is_running:
                continue
            self.lock.renew()
            words = ['--mode', 'idle', '--clients', str(self.args.connections)]
            server.start()
            try:
                time.sleep(1)
                self.note('connections', server, self.load(server, words, 5, 3))
            finally:
                server.stop()
            for i in range(1 + self.args.start_rounds):
                self.lock.renew()
                result = start.run(server.command, settle=1.0, idle=1.0, timeout=60)
                if i > 0:  # The first one may make an archive for the next.
                    self.note('start', server, result)
        self.lock.release()


def median(results, key):
    values = [r[key] for r in results if key in r]
    return statistics.median(values) if values else None


def ratios(row, reference, server, key):
    pairs = zip(row[reference.name], row[server.name])
    return [b[key] / a[key] for a, b in pairs if a.get(key) and key in b]


def figure(x):
    return '-' if x is None else f'{x:,.0f}' if x >= 100 else f'{x:.3g}'


def print_table(header, lines):
    widths = [max(len(line[i]) for line in [header, *lines]) for i in range(len(header))]
    for line in [header, ['-' * w for w in widths], *lines]:
        print('| ' + ' | '.join(cell.ljust(w) if i < 2 else cell.rjust(w) for i, (cell, w) in enumerate(zip(line, widths))) + ' |')
    print()


def report_traffic(bench, rows):
    reference, *others = bench.servers
    lines, short = [], []
    for row in rows:
        measured = bench.results[row.name]
        values = [figure(median(measured[reference.name], key)) for key, _ in SHOWN]
        lines.append([row.name, reference.name, *values, ''])
        for server in others:
            cells, goals = [], []
            for key, title in SHOWN:
                found = ratios(measured, reference, server, key)
                ratio = statistics.median(found) if found else None
                cells.append('-' if ratio is None else f'{ratio:.2f} x')
                goal = row.goals.get(key)
                if goal and ratio is not None:
                    holds = ratio >= goal if key in RATES else ratio <= goal
                    goals.append(f'{title} {"≥" if key in RATES else "≤"} {goal:.3g}{"" if holds else " SHORT"}')
                    if not holds:
                        short.append(f'{row.name}, {server.name}: {title} is {ratio:.2f} x, the goal is {goal:.3g}')
            lines.append(['', server.name, *cells, ', '.join(goals)])
    print_table(['row', 'server', *(title for _, title in SHOWN), 'goal'], lines)
    return short


def report_footprint(bench):
    for row in ('connections', 'start'):
        measured = bench.results.get(row)
        if measured:
            names = list(measured)
            keys = [k for k in measured[names[0]][0]]
            print_table([row, *names], [[k, *(figure(median(measured[n], k)) for n in names)] for k in keys])


def report_connects(bench):
    measured = bench.results.get(TLS_CONNECTS.name)
    if measured:
        names = list(measured)
        lines = [[k, *(figure(median(measured[n], k)) for n in names)] for k in CONNECTS_SHOWN]
        print_table([TLS_CONNECTS.name, *names], lines)


def machine():
    with open('/proc/cpuinfo') as f:
        model = re.search(r'model name\s*:\s*(.*)', f.read())
    return f'{os.cpu_count()} x {model.group(1) if model else os.uname().machine}, Linux {os.uname().release}'


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('server', nargs='+')
    parser.add_argument('--rows', default='', help='regular expression: only rows whose names match ("connections|start": footprint)')
    parser.add_argument('--rounds', type=int, default=5, help='runs of each row and server after each start')
    parser.add_argument('--starts', type=int, default=1, help='how often the servers are started for the traffic rows')
    parser.add_argument('--start-rounds', type=int, default=10, help='measured starts of each server')
    parser.add_argument('--seconds', type=float, default=1.0, help='measured time of a run')
    parser.add_argument('--warm-up', type=float, default=0.4, help='time of a run before it is measured')
    parser.add_argument('--connections', type=int, default=10_000)
    parser.add_argument('--check', action='store_true', help='exit 1 when a row falls short of its goal')
    parser.add_argument('--tls', help='CERTIFICATE,KEY: the rows with TLS instead of all others')
    parser.add_argument('--json', help='append every single result to this file')
    parser.add_argument('--lock', help='hold this lock file (flock) while measuring')
    args = parser.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        driver = os.path.join(folder, 'load')
        source = os.path.join(HERE, 'load.c')
        words = ['-DTLS', source, '-lssl', '-lcrypto'] if args.tls else [source]
        subprocess.run(['cc', '-O2', '-o', driver, *words], check=True)
        bench = Bench(args, driver)
        if len({server.name for server in bench.servers}) < len(bench.servers):
            raise SystemExit('two servers have the same name: write NAME:COMMAND')
        print(f'{machine()}; {args.starts} starts x {args.rounds} rounds of {args.seconds} s\n', flush=True)
        traffic = [row for row in (TLS_TRAFFIC if args.tls else TRAFFIC) if re.search(args.rows, row.name)]
        connects = [TLS_CONNECTS] if args.tls and re.search(args.rows, TLS_CONNECTS.name) else []
        for _ in range(args.starts if traffic or connects else 0):
            bench.traffic(traffic + connects)
        short = report_traffic(bench, traffic) if traffic else []
        report_connects(bench)
        if args.tls:
            pass  # A start and an idle connection cost what they cost without.
        elif re.search(args.rows, 'connections') or re.search(args.rows, 'start'):
            bench.footprint()
            report_footprint(bench)
        for line in short:
            print(f'SHORT: {line}')
        sys.exit(1 if args.check and short else 0)


if __name__ == '__main__':
    main()

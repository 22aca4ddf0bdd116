#!/usr/bin/env python3
"""How fast a NATS server starts and how little it holds: first PONG after exec, RSS when idle, CPU time and wakeups.

  bench/start.py "bin/gannet-edge" "nats-server"                     two servers, in turns
  bench/start.py -n 20 jdk17:"GANNET_JAVA=/opt/jdk17/bin/java bin/gannet-edge"
  bench/start.py --pong-ms-max 250 --rss-mb-max 64 bin/gannet-edge   a bar: exit 1 when a median is above it

A server is [NAME:]COMMAND, split as a shell does (leading VAR=value words set the environment) and started with
`-a 127.0.0.1 -p PORT` behind it. The command must become the server (exec); its pid is what is measured.
"""
import argparse, os, re, shlex, signal, socket, statistics, subprocess, sys, time


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


def proc(pid, name):
    with open(f'/proc/{pid}/{name}') as f:
        return f.read()


def cpu_ms(pid):
    """Nanosecond clock of another process: CPUCLOCK_SCHED of its pid, as clock_getcpuclockid(3) makes it."""
    return time.clock_gettime_ns((~pid << 3) | 2) / 1e6


def status_mb(pid, key):
    return int(re.search(key + r':\s+(\d+)', proc(pid, 'status')).group(1)) / 1024


def wakeups(pid):
    """How often its threads went to sleep by themselves, and so were woken again."""
    total = 0
    for thread in os.listdir(f'/proc/{pid}/task'):
        total += int(re.search(r'\nvoluntary_ctxt_switches:\s+(\d+)', proc(pid, f'task/{thread}/status')).group(1))
    return total


def hear(port, process, timeout, what, listen):
    """Returns once listen(socket) has heard what the server shall say; tries to connect every half millisecond."""
    deadline = time.perf_counter() + timeout
    while time.perf_counter() < deadline:
        if process.poll() is not None:
            raise SystemExit(f'the server ended with exit code {process.returncode}')
        try:
            with socket.create_connection(('127.0.0.1', port), timeout=timeout) as s:
                if listen(s):
                    return
        except (ConnectionRefusedError, ConnectionResetError):
            time.sleep(0.0005)
    raise SystemExit(f'no {what} within {timeout} s')


def first_pong(port, process, timeout):
    """Returns once the server answered the first PING."""
    def pong(s):
        s.sendall(b'CONNECT {"verbose":false}\r\nPING\r\n')
        data = b''
        while b'PONG\r\n' not in data:
            more = s.recv(65536)
            if not more:
                raise SystemExit(f'the server closed the connection: {data!r}')
            data += more
        return True

    hear(port, process, timeout, 'PONG', pong)


def first_info(port, process, timeout):
    """Returns once the server speaks; who encrypts hears more only behind a handshake."""
    hear(port, process, timeout, 'INFO', lambda s: s.recv(5) == b'INFO ')


def named(text):
    """Splits [NAME:]COMMAND; without a name it is that of the program."""
    match = re.match(r'([\w.-]+):(?!//)\s*(.*)', text)
    return match.groups() if match else (os.path.basename(text.split()[0]), text)


def launch(command, port):
    words = shlex.split(command)
    env = dict(os.environ)
    while re.match(r'\w+=', words[0]):
        key, value = words.pop(0).split('=', 1)
        env[key] = value
    return subprocess.Popen(words + ['-a', '127.0.0.1', '-p', str(port)], env=env,
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def run(command, settle, idle, timeout):
    port = free_port()
    begin = time.perf_counter()
    process = launch(command, port)
    try:
        first_pong(port, process, timeout)
        pong = (time.perf_counter() - begin) * 1000
        cpu_start = cpu_ms(process.pid)
        time.sleep(settle)
        cpu_settled = cpu_ms(process.pid)
        woken = wakeups(process.pid)
        time.sleep(idle)
        result = {
            'first_pong_ms': pong,
            'cpu_to_pong_ms': cpu_start,
            'idle_rss_mb': status_mb(process.pid, 'VmRSS'),
            'idle_anon_mb': status_mb(process.pid, 'RssAnon'),
            'idle_cpu_ms_per_s': (cpu_ms(process.pid) - cpu_settled) / idle if idle else 0.0,
            'idle_wakeups_per_s': (wakeups(process.pid) - woken) / idle if idle else 0.0,
            'threads': float(re.search(r'Threads:\s+(\d+)', proc(process.pid, 'status')).group(1)),
        }
        begin = time.perf_counter()
        process.send_signal(signal.SIGTERM)
        process.wait(timeout)
        result['stop_ms'] = (time.perf_counter() - begin) * 1000
        return result
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('server', nargs='+')
    parser.add_argument('-n', type=int, default=10, help='measured starts of each server')
    parser.add_argument('--warm-up', type=int, default=1, help='starts of each server that are not counted')
    parser.add_argument('--settle', type=float, default=1.0, help='seconds before the idle figures are taken')
    parser.add_argument('--idle', type=float, default=0.0, help='seconds over which idle CPU is taken')
    parser.add_argument('--timeout', type=float, default=30.0)
    parser.add_argument('--pong-ms-max', type=float)
    parser.add_argument('--rss-mb-max', type=float)
    args = parser.parse_args()

    servers = []
    for text in args.server:
        name, command = named(text)
        servers.append({'name': name, 'command': command, 'runs': []})
    for i in range(args.warm_up + args.n):
        for server in servers:
            result = run(server['command'], args.settle, args.idle, args.timeout)
            if i >= args.warm_up:
                server['runs'].append(result)

    passed = True
    for server in servers:
        print(f"{server['name']}: {args.n} starts")
        for key in server['runs'][0]:
            values = sorted(r[key] for r in server['runs'])
            print(f'  {key:18} median {statistics.median(values):8.1f}   min {values[0]:8.1f}   max {values[-1]:8.1f}')
        for key, bar in (('first_pong_ms', args.pong_ms_max), ('idle_rss_mb', args.rss_mb_max)):
            median = statistics.median(r[key] for r in server['runs'])
            if bar is not None and median > bar:
                passed = False
                print(f'  ABOVE THE BAR: {key} {median:.1f} > {bar}')
    sys.exit(0 if passed else 1)


if __name__ == '__main__':
    main()

#!/usr/bin/env python3
"""What an application has of a server in its own JVM: @Inject Messaging without a socket, against jnats over TCP.

  bench/inprocess.py                       against a bin/gannet-edge that it starts
  bench/inprocess.py nats://127.0.0.1:4222 against any NATS server
  bench/inprocess.py -n 5                  rounds, in turns; medians are shown

Rates are messages a second that one thread publishes (until the server has taken the last of them, nobody listens);
requests are answered by a method with @OnSubject of the same application, which waits for each.
"""
import argparse, os, re, socket, statistics, subprocess, sys, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def class_path():
    """The tests' own: it has a container for beans."""
    made = os.path.join(ROOT, 'target', 'bench-class-path')
    subprocess.run([os.path.join(ROOT, 'mvnw'), '-q', '-B', '-ntp', 'test-compile', 'dependency:build-classpath',
                    '-Dmdep.outputFile=' + made, '-Dmdep.includeScope=test'], cwd=ROOT, check=True)
    with open(made) as f:
        return ':'.join([os.path.join(ROOT, 'target', 'classes'), os.path.join(ROOT, 'target', 'test-classes'), f.read()])


def measure(java, path, way, args):
    out = subprocess.run([java, '-cp', path, 'dev.gannet.bench.InProcessBench', way, str(args.messages),
                          str(args.requests)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if out.returncode != 0:
        raise SystemExit(f'{way}: {out.stderr[-2000:]}')
    return {what: float(figure) for what, figure in re.findall(r'^(\S+) ([\d.]+)$', out.stdout, re.M)}


def server():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        port = s.getsockname()[1]
    process = subprocess.Popen([os.path.join(ROOT, 'bin', 'gannet-edge'), '-a', '127.0.0.1', '-p', str(port)],
                               stderr=subprocess.DEVNULL)
    deadline = time.time() + 20
    while time.time() < deadline:
        try:
            socket.create_connection(('127.0.0.1', port), 1).close()
            return process, f'nats://127.0.0.1:{port}'
        except ConnectionRefusedError:
            time.sleep(0.05)
    raise SystemExit('bin/gannet-edge does not listen within 20 s')


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('url', nargs='?', help='a server (default: bin/gannet-edge)')
    parser.add_argument('-n', '--rounds', type=int, default=3)
    parser.add_argument('--messages', type=int, default=4_000_000)
    parser.add_argument('--requests', type=int, default=100_000)
    parser.add_argument('--java', default=os.environ.get('GANNET_JAVA', 'java'))
    args = parser.parse_args()
    path = class_path()
    process, url = (None, args.url) if args.url else server()
    try:
        rounds = {'in-process': [], url: []}
        for _ in range(args.rounds):
            for way, figures in rounds.items():
                figures.append(measure(args.java, path, way, args))
    finally:
        if process:
            process.terminate()
            process.wait()
    print(f'{"":14}{"in process":>14}{"TCP":>14}{"ratio":>8}')
    for what in rounds[url][0]:
        here, there = (statistics.median(each[what] for each in rounds[way]) for way in ('in-process', url))
        print(f'{what:14}{here:14,.1f}{there:14,.1f}{here / there:8.2f}')


if __name__ == '__main__':
    sys.exit(main())

#!/usr/bin/env python3
"""How long a server takes to list many connections, and what another client notices of it.

  bench/listing.py nats-server bin/gannet-edge                          10,000 connections to each, one server after the other

A server is [NAME:]COMMAND as in bench/start.py. While nothing else happens a client in a process of its own sends a PING every
millisecond and measures when the PONG is there: first for a while without anything, then while `/connz?limit=N&subs=1` is fetched
again and again. The first few listings are not counted. Needs `ulimit -n` above the number of connections here and in the server.
"""
import argparse, multiprocessing, resource, socket, time, urllib.request

import connections, start

QUIET_SECONDS = 3
WARM_UP = 5


def ping(port, counting, ended, result):
    s = socket.create_connection(('127.0.0.1', port))
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    s.sendall(connections.CONNECT)
    got = b''
    while not got.endswith(b'PONG\r\n'):
        got += s.recv(65536)
    times = []
    while not ended.is_set():
        begin = time.perf_counter()
        s.sendall(b'PING\r\n')
        while not s.recv(4096).endswith(b'PONG\r\n'):
            pass
        if counting.is_set():
            times.append((time.perf_counter() - begin) * 1000)
        time.sleep(0.001)
    result.send(sorted(times))


def pings_during(port, action):
    """Returns milliseconds of round trips while the action runs, sorted."""
    counting, ended = multiprocessing.Event(), multiprocessing.Event()
    here, there = multiprocessing.Pipe()
    pinger = multiprocessing.Process(target=ping, args=(port, counting, ended, there))
    pinger.start()
    time.sleep(0.5)
    counting.set()
    action()
    ended.set()
    times = here.recv()
    pinger.join()
    return times


def shown(times):
    return f'p50 {times[len(times) // 2]:.2f} ms, p99 {times[len(times) * 99 // 100]:.2f} ms, longest {times[-1]:.1f} ms'


def run(name, command, count, listings):
    port, monitoring = start.free_port(), start.free_port()
    process = start.launch(f'{command} -m {monitoring}', port)
    try:
        start.first_pong(port, process, connections.STEP_SECONDS)
        clients = connections.Clients(port)
        clients.open(count)
        clients.all(b'SUB orders.new 1\r\nPING\r\n', b'PONG\r\n')
        took, sizes = [], []

        def fetch():
            begin = time.perf_counter()
            url = f'http://127.0.0.1:{monitoring}/connz?limit={count}&subs=1'
            with urllib.request.urlopen(url) as answer:
                sizes.append(len(answer.read()))
            took.append((time.perf_counter() - begin) * 1000)

        for _ in range(WARM_UP):
            fetch()
        first = took[0]
        took.clear()
        quiet = pings_during(port, lambda: time.sleep(QUIET_SECONDS))
        busy = pings_during(port, lambda: [fetch() for _ in range(listings)])
        took.sort()
        print(f'{name}: {count} connections, {sizes[-1] / 1e6:.1f} MB')
        print(f'  listing            median {took[len(took) // 2]:.0f} ms, longest {took[-1]:.0f} ms, first {first:.0f} ms')
        print(f'  PING, quiet        {shown(quiet)}')
        print(f'  PING while listing {shown(busy)}')
        clients.close()
    finally:
        process.kill()
        process.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('server', nargs='+')
    parser.add_argument('-n', type=int, default=10_000, help='connections')
    parser.add_argument('--listings', type=int, default=20)
    args = parser.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    for text in args.server:
        name, command = start.named(text)
        run(name, command, args.n, args.listings)


if __name__ == '__main__':
    main()

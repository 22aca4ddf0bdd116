#!/usr/bin/env python3
"""What permissions, imports and mappings cost a message, beside the same message without them, and what accounts cost a start.

  bench/accounts.py nats-server bin/gannet-edge
  bench/accounts.py --rows 'service' --starts 3 nats-server bin/gannet-edge
  bench/accounts.py --check nats-server bin/gannet-edge      exit 1 when one of our figures (the last server's) misses its goal

A server is [NAME:]COMMAND as in bench/start.py; it is started with a configuration of this program's. Each row is compared with
its own server's plain row of the same round, so that the ratio is that of the feature and not that of the server.
"""
import argparse, os, re, statistics, subprocess, sys, tempfile, time

import compare, start

PERMISSIONS = 50  # Each of publish and subscribe.
CONFIGURATION = f"""
no_auth_user: plain
accounts {{
  A {{
    users: [
      {{ user: plain, password: x }}
      {{ user: careful, password: x, permissions: {{
          publish: {{ allow: [ {", ".join(f'"allowed.{i}.>"' for i in range(PERMISSIONS - 3))}, "bench.*.*", "_INBOX.>" ], deny: "bench.*.denied" }}
          subscribe: {{ allow: [ {", ".join(f'"allowed.{i}.>"' for i in range(PERMISSIONS - 3))}, "bench.*.*", "_INBOX.>" ], deny: "other.*.denied" }}
      }} }}
    ]
    exports: [ {{ stream: "bench.>" }}, {{ service: "bench.>" }} ]
    mappings: {{ "mapped.*.*": "bench.$1.$2", "drawn.*.*": [ {{ destination: "bench.$1.$2", weight: 60% }}, {{ destination: "bench.$1.{{{{left(2,5)}}}}", weight: 40% }} ] }}
  }}
  STREAMS {{
    users: [ {{ user: streams, password: x }} ]
    imports: [ {{ stream: {{ account: A, subject: "bench.>" }} }} ]
  }}
  PREFIXED {{
    users: [ {{ user: prefixed, password: x }} ]
    imports: [ {{ stream: {{ account: A, subject: "bench.>" }}, prefix: "far" }} ]
  }}
  SERVICES {{
    users: [ {{ user: services, password: x }} ]
    imports: [ {{ service: {{ account: A, subject: "bench.>" }} }} ]
  }}
  ALONE {{
    users: [ {{ user: alone, password: x }} ]
  }}
  RENAMED {{
    users: [ {{ user: renamed, password: x }} ]
    imports: [ {{ service: {{ account: A, subject: "bench.*.*" }}, to: "far.*.*" }} ]
  }}
}}
"""
ALONE = '--size 128 --publish-as alone:x --subscribe-as alone:x'
PLAIN, MANY, ASK, ASK_MANY = '--size 128', '--mode subjects --subscribers 4', '--mode request --clients 1', '--mode request --clients 64'


class Row:
    """A row beside its plain one: at least so many times its messages a second, at most so many times its CPU time."""

    def __init__(self, name, plain, more, rate=None, cpu=None):
        self.name, self.plain, self.words, self.rate, self.cpu = name, plain, f'{plain} {more}'.split(), rate, cpu


ROWS = [
    Row('100 permissions, 1 to 1', PLAIN, '--publish-as careful:x --subscribe-as careful:x', rate=0.9),
    Row('100 permissions, 10,000 subjects', MANY, '--publish-as careful:x --subscribe-as careful:x', rate=0.9),
    Row('stream import, 1 to 1', PLAIN, '--publish-as plain:x --subscribe-as streams:x', cpu=1.3),
    Row('stream import with a prefix, 1 to 1', PLAIN, '--publish-as plain:x --subscribe-as prefixed:x --subscribe-to far.bench', cpu=1.3),
    Row('stream import, 10,000 subjects', MANY, '--publish-as plain:x --subscribe-as streams:x', cpu=1.3),
    Row('service import, no reply', PLAIN, '--publish-as services:x --subscribe-as plain:x', cpu=2),
    Row('renamed service import, no reply', PLAIN, '--publish-as renamed:x --subscribe-as plain:x --publish-to far', cpu=2),
    Row('service import, request/reply, 1 outstanding', ASK, '--publish-as services:x --subscribe-as plain:x', cpu=2),
    Row('service import, request/reply, 64 outstanding', ASK_MANY, '--publish-as services:x --subscribe-as plain:x', cpu=2),
    Row('an account with a service import, not used', ALONE, '--publish-as services:x --subscribe-as services:x --publish-to other --subscribe-to other', rate=0.95, cpu=1.05),
    Row('mapping, 1 to 1', PLAIN, '--publish-as plain:x --subscribe-as plain:x --publish-to mapped'),
    Row('mapping drawn by weight, 1 to 1', PLAIN, '--publish-as plain:x --subscribe-as plain:x --publish-to drawn'),
]


def many_accounts(count, users):
    def account(i):
        names = ', '.join(f'{{ user: u{i}_{j}, password: p{j} }}' for j in range(users))
        return f'  A{i} {{ users: [ {names} ] }}\n'

    return 'no_auth_user: u0_0\naccounts {\n' + ''.join(account(i) for i in range(count)) + '}\n'


def run_row(bench, server, words):
    bench.lock.renew()
    return bench.undisturbed(server, words)


def traffic(args, bench, rows):
    """Returns row name -> server name -> (plain result, result) of each round."""
    results = {}
    for _ in range(args.starts):
        for server in bench.servers:
            server.start()
        try:
            for words in compare.WARM_UP + [' '.join(row.words) for row in ROWS]:
                for server in bench.servers:
                    bench.lock.renew()
                    bench.load(server, words.split(), 0.5, 0.1)
            for row in rows:
                for _ in range(args.rounds):
                    for server in bench.servers:
                        pair = run_row(bench, server, row.plain.split()), run_row(bench, server, row.words)
                        results.setdefault(row.name, {}).setdefault(server.name, []).append(pair)
                print(f'  {row.name}', file=sys.stderr, flush=True)
        finally:
            for server in bench.servers:
                server.stop()
    return results


def report(bench, rows, results):
    lines, short = [], []
    for row in rows:
        for server in bench.servers:
            pairs = results[row.name][server.name]
            def ratio(key):
                return statistics.median(b[key] / a[key] for a, b in pairs)
            rate, cpu = ratio('messages_per_s'), ratio('cpu_us_per_message')
            goal = f'messages/s ≥ {row.rate}' if row.rate else f'CPU ≤ {row.cpu}' if row.cpu else ''
            if (row.rate and rate < row.rate) or (row.cpu and cpu > row.cpu):
                goal += ' SHORT'
                if server is bench.servers[-1]:
                    short.append(f'{row.name}, {server.name}: {goal}, it is {rate:.2f} x messages/s, {cpu:.2f} x CPU')
            figures = [compare.figure(statistics.median(b[key] for _, b in pairs)) for key in ('messages_per_s', 'cpu_us_per_message')]
            lines.append([row.name if server is bench.servers[0] else '', server.name, *figures, f'{rate:.2f} x', f'{cpu:.2f} x', goal])
    compare.print_table(['row', 'server', 'messages/s', 'CPU us', 'messages/s to plain', 'CPU to plain', 'goal'], lines)
    return short


def accounts(args, bench, folder):
    """Starts each server with no account of its own and with many."""
    lines, short = [], []
    for count, users in ((1, 1), (args.accounts, 10)):
        path = os.path.join(folder, f'{count}.conf')
        with open(path, 'w') as f:
            f.write(many_accounts(count, users))
        for server in bench.servers:
            bench.lock.renew()
            found = [start.run(f'{server.command} -c {path}', settle=15.0, idle=0.5, timeout=120) for _ in range(4)][1:]
            pong, rss, anon, cpu = (statistics.median(r[key] for r in found) for key in ('first_pong_ms', 'idle_rss_mb', 'idle_anon_mb', 'cpu_to_pong_ms'))
            before = next((line for line in lines if line[1] == server.name), None)
            each = f'{(rss - float(before[4])) * 1024 / count:.2f}' if before else '-'
            lines.append([f'{count:,} accounts x {users} users', server.name, f'{pong:.0f}', f'{cpu:.0f}', f'{rss:.1f}', f'{anon:.1f}', each])
            if before and server is bench.servers[-1] and (pong > 3000 or float(each) > 4):
                short.append(f'{count:,} accounts, {server.name}: start {pong:.0f} ms (goal 3,000), {each} KB per account (goal 4)')
    compare.print_table(['accounts', 'server', 'first PONG ms', 'CPU ms', 'RSS MB', 'of it anonymous', 'KB per account'], lines)
    return short


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('server', nargs='+')
    parser.add_argument('--rows', default='', help='regular expression: only rows whose names match ("many": the start with many accounts)')
    parser.add_argument('--rounds', type=int, default=5)
    parser.add_argument('--starts', type=int, default=1)
    parser.add_argument('--seconds', type=float, default=1.0)
    parser.add_argument('--warm-up', type=float, default=0.4)
    parser.add_argument('--accounts', type=int, default=10_000)
    parser.add_argument('--check', action='store_true', help='exit 1 when a figure of the last server misses its goal')
    parser.add_argument('--lock', help='hold this lock file (flock) while measuring')
    args = parser.parse_args()
    args.tls, args.json = None, None

    with tempfile.TemporaryDirectory() as folder:
        driver = os.path.join(folder, 'load')
        subprocess.run(['cc', '-O2', '-o', driver, os.path.join(compare.HERE, 'load.c')], check=True)
        path = os.path.join(folder, 'bench.conf')
        with open(path, 'w') as f:
            f.write(CONFIGURATION)
        bench = compare.Bench(args, driver)
        print(f'{compare.machine()}; {args.starts} starts x {args.rounds} rounds of {args.seconds} s\n', flush=True)
        rows = [row for row in ROWS if re.search(args.rows, row.name)]
        commands = [server.command for server in bench.servers]
        for server in bench.servers:
            server.command += f' -c {path}'
        short = report(bench, rows, traffic(args, bench, rows)) if rows else []
        for server, command in zip(bench.servers, commands):
            server.command = command
        if re.search(args.rows, 'many'):
            short += accounts(args, bench, folder)
        for line in short:
            print(f'SHORT: {line}')
        sys.exit(1 if args.check and short else 0)


if __name__ == '__main__':
    main()

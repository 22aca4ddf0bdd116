/*
 * Loads a NATS server and measures it. One thread and epoll; what is published is built before the run, and what comes
 * is counted frame by frame: the driver has to cost less than the server that it measures.
 *
 *   cc -O2 -o load bench/load.c
 *   cc -O2 -DTLS -o load bench/load.c -lssl -lcrypto       with TLS, by OpenSSL
 *   load [options] nats://127.0.0.1:4222
 *   load [options] tls://127.0.0.1:4222
 *
 *   --mode MODE        publish    nobody subscribes
 *                      fan        every subscriber gets every message (default)
 *                      queue      subscribers share one queue group
 *                      subjects   --subjects N literal subjects, divided among the subscribers, published in turn
 *                      pairs      publisher i to subscriber i
 *                      request    --clients N requesters, each with one request outstanding, and one responder
 *                      stream     --clients N, each with --outstanding N messages to streams that are not acknowledged yet, to
 *                                 --subjects N subjects, one after the other: TOKEN.00000000, TOKEN.00000001 ...
 *                      get        --clients N, each with --outstanding N direct gets of messages of the stream that --stream
 *                                 names, at random, of the --sequences N first
 *                      idle       --clients N connections with a subscription each, and no traffic
 *                      connects   --clients N processes connect --rate N times a second in all, handshake, PING, PONG, close;
 *                                 meanwhile another connection sends a PING every millisecond, whose times are shown
 *   --publishers N  --subscribers N  --subjects N  --clients N  --size BYTES
 *   --sids same|different  whether subscribers use the same sid, as a fleet of equal programs does, or each its own
 *   --publish-as USER:PASSWORD  --subscribe-as USER:PASSWORD   who publishes or requests, and who subscribes or responds
 *   --publish-to TOKEN  --subscribe-to TOKEN    what their subjects begin with, where it is not "bench"
 *   --rate N           publish N messages a second in all, and measure how long each is on its way
 *   --seconds S  --warm-up S    measured time, and the time before it
 *   --messages N       stream, get: end after so many answers instead
 *   --window S         stream, get: also the 99th percentile of each S seconds
 *   --pid PID          the server's process, for its CPU time and memory
 *   --ca FILE          believe this authority only; without it any certificate is believed
 *
 * Prints one JSON object. A frame that is not where it should be, and an -ERR, end the run with an error.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef TLS
#include <openssl/err.h>
#include <openssl/ssl.h>
#endif

enum { RECEIVE_BYTES = 512 * 1024, SEND_BYTES = 64 * 1024, EVENTS_MAX = 256, LATENCIES_MAX = 8 * 1000 * 1000 };
enum { PACE_MICROS = 200, LINE_MAX_BYTES = 8192, PART_BYTES = 64 * 1024, SUBJECT_BYTES = 128 };
enum { OUTSTANDING_MAX = 10000, WINDOWS_MAX = 10000, DIGITS = 8 };

typedef enum { PUBLISHER, SUBSCRIBER, REQUESTER, RESPONDER, PACER, ASKER } role;

typedef struct {
    role role;
    int fd;
    void *tls;             /* the session, where the connection is encrypted */
    size_t frame;          /* bytes of one message as this connection gets it (subscriber, requester) or sends it */
    size_t payload;        /* where the payload begins in such a frame */
    size_t skip;           /* bytes of the current message that are still to come */
    char line[SUBJECT_BYTES * 2]; /* what is known of a control line that has not ended yet */
    size_t line_length;
    uint64_t received;     /* messages */
    uint64_t sent;         /* bytes */
    char *out;             /* publisher, requester: what is sent, again and again */
    size_t out_length, out_at;
    char *queued;          /* paced publisher, responder: what waits for the socket */
    size_t queued_length, queued_at, queued_capacity;
    char *part;            /* responder, asker: a message of which a part has come */
    size_t part_length;
    uint64_t asked_nanos;  /* requester: when the last request was sent */
    uint64_t *asked;       /* asker: likewise, for each that is outstanding */
    size_t number, slot;   /* asker: where in the frame the digits of what it asks for are, and those of who asks */
} connection;

static const char *mode = "fan", *sids = "same", *publish_as, *subscribe_as, *publish_to = "bench", *subscribe_to = "bench";
static int publishers = 1, subscribers = 1, subjects = 10000, clients = 1, size = 128, server_pid = 0;
static int outstanding = 1, subjects_given = 0;
static long rate = 0, messages_max = 0, sequences = 1;
static double seconds = 1, warm_up = 0.4, window = 0;
static const char *stream = "bench", *ca, *suite = "none";
static int encrypted;
static struct sockaddr_storage server;
static socklen_t server_length;

static int poller;
static char *input;
static connection *connections;
static int connection_count;
static int recording;
static uint32_t *latencies;
static size_t latency_count;
static size_t windows[WINDOWS_MAX];
static int window_count;
static uint64_t answered, random_state = 88172645463325252ull;

static void fail(const char *what) {
    fprintf(stderr, "load: %s\n", what);
    exit(1);
}

static void fail_errno(const char *what) {
    fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
    exit(1);
}

static uint64_t clock_nanos(clockid_t clock) {
    struct timespec t;
    if (clock_gettime(clock, &t)) return 0;
    return t.tv_sec * 1000000000ull + t.tv_nsec;
}

static uint64_t now(void) { return clock_nanos(CLOCK_MONOTONIC); }

/* ---- what the machine and the server used ------------------------------------------------------------------------ */

typedef struct {
    uint64_t at_nanos, server_nanos, own_nanos;
    double server_user, machine_busy, stolen; /* seconds, in ticks */
    uint64_t received, sent;                  /* messages by subscribers and requesters; bytes by publishers */
} usage;

static double tick_seconds(unsigned long long ticks) { return (double)ticks / sysconf(_SC_CLK_TCK); }

static void read_machine(usage *u) {
    unsigned long long user, nice, system, idle, wait, irq, softirq, steal;
    FILE *f = fopen("/proc/stat", "r");
    if (!f) return;
    if (fscanf(f, "cpu %llu %llu %llu %llu %llu %llu %llu %llu", &user, &nice, &system, &idle, &wait, &irq, &softirq,
            &steal) == 8) {
        u->machine_busy = tick_seconds(user + nice + system + irq + softirq);
        u->stolen = tick_seconds(steal);
    }
    fclose(f);
}

static void read_server(usage *u) {
    if (!server_pid) return;
    clockid_t clock;
    if (clock_getcpuclockid(server_pid, &clock)) fail("--pid: no such process");
    u->server_nanos = clock_nanos(clock);
    char path[64], text[2048];
    snprintf(path, sizeof path, "/proc/%d/stat", server_pid);
    FILE *f = fopen(path, "r");
    if (!f) return;
    text[fread(text, 1, sizeof text - 1, f)] = 0;
    fclose(f);
    char *behind_name = strrchr(text, ')');
    unsigned long long user;
    if (behind_name && sscanf(behind_name + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu", &user) == 1)
        u->server_user = tick_seconds(user);
}

static long server_rss_kb(void) {
    char path[64], line[256];
    long kb = 0;
    snprintf(path, sizeof path, "/proc/%d/status", server_pid);
    FILE *f = server_pid ? fopen(path, "r") : NULL;
    if (!f) return 0;
    while (fgets(line, sizeof line, f))
        if (!strncmp(line, "VmRSS:", 6)) kb = atol(line + 6);
    fclose(f);
    return kb;
}

static usage measure(void) {
    usage u = {.at_nanos = now(), .own_nanos = clock_nanos(CLOCK_PROCESS_CPUTIME_ID)};
    read_server(&u);
    read_machine(&u);
    for (int i = 0; i < connection_count; i++) {
        connection *c = &connections[i];
        if (c->role == SUBSCRIBER || c->role == REQUESTER || c->role == ASKER) u.received += c->received;
        if (c->role == PUBLISHER) u.sent += c->sent;
    }
    return u;
}

/* ---- connecting -------------------------------------------------------------------------------------------------- */

static void find_server(const char *url) {
    char host[256] = "127.0.0.1", port[16] = "4222";
    encrypted = !strncmp(url, "tls://", 6);
    const char *at = !strncmp(url, "nats://", 7) ? url + 7 : encrypted ? url + 6 : url;
    if (sscanf(at, "%255[^:/]:%15[0-9]", host, port) < 1) fail("URL: expected nats://host:port or tls://host:port");
    struct addrinfo wanted = {.ai_socktype = SOCK_STREAM}, *found;
    if (getaddrinfo(host, port, &wanted, &found)) fail("URL: unknown host");
    memcpy(&server, found->ai_addr, found->ai_addrlen);
    server_length = found->ai_addrlen;
    freeaddrinfo(found);
}

#ifdef TLS
static SSL_CTX *tls_context(void) {
    static SSL_CTX *context;
    if (!context) {
        context = SSL_CTX_new(TLS_client_method());
        SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
        SSL_CTX_set_read_ahead(context, 1);
        SSL_CTX_set_default_read_buffer_len(context, RECEIVE_BYTES / 2);
        if (ca && !SSL_CTX_load_verify_locations(context, ca, NULL)) fail("--ca: cannot be read");
        SSL_CTX_set_verify(context, ca ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, NULL);
    }
    return context;
}

static void encrypt(connection *c) {
    SSL *tls = SSL_new(tls_context());
    SSL_set_fd(tls, c->fd);
    if (SSL_connect(tls) != 1) fail("the TLS handshake failed");
    suite = SSL_get_cipher_name(tls);
    c->tls = tls;
}

/* As send and recv, with what is wanted first of the other direction as EAGAIN. */
static ssize_t tls_result(SSL *tls, int n) {
    if (n > 0) return n;
    int error = SSL_get_error(tls, n);
    errno = error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE ? EAGAIN : EPROTO;
    ERR_clear_error();
    return error == SSL_ERROR_ZERO_RETURN ? 0 : -1;
}

static ssize_t tls_send(void *tls, const char *bytes, size_t length) { return tls_result(tls, SSL_write(tls, bytes, length)); }

/* As much as there is: what the library holds already is not seen by epoll. */
static ssize_t tls_receive(void *tls, char *to, size_t room) {
    size_t length = 0;
    while (length < room) {
        ssize_t n = tls_result(tls, SSL_read(tls, to + length, room - length));
        if (n <= 0) return length ? (ssize_t)length : n;
        length += n;
    }
    return length;
}

static void tls_close(connection *c) {
    SSL_shutdown(c->tls);
    SSL_free(c->tls);
}
#else
static void encrypt(connection *c) { (void)c, fail("tls: not built in, see the head of bench/load.c"); }
static ssize_t tls_send(void *tls, const char *bytes, size_t length) { return (void)tls, (void)bytes, (void)length, -1; }
static ssize_t tls_receive(void *tls, char *to, size_t room) { return (void)tls, (void)to, (void)room, -1; }
static void tls_close(connection *c) { (void)c; }
#endif

static ssize_t send_some(connection *c, const char *bytes, size_t length) {
    return c->tls ? tls_send(c->tls, bytes, length) : send(c->fd, bytes, length, MSG_NOSIGNAL);
}

static void write_all(connection *c, const char *bytes, size_t length) {
    while (length > 0) {
        ssize_t n = send_some(c, bytes, length);
        if (n <= 0) fail_errno("write");
        bytes += n;
        length -= n;
    }
}

static void read_line(connection *c, char *line) {
    size_t length = 0;
    do {
        if (length == LINE_MAX_BYTES - 1) fail("a line that does not end");
        ssize_t n = c->tls ? tls_receive(c->tls, line + length, 1) : read(c->fd, line + length, 1);
        if (n != 1) fail_errno("read");
    } while (line[length++] != '\n');
    line[length] = 0;
}

static int publishes(connection *c) { return c->role == PUBLISHER || c->role == REQUESTER || c->role == ASKER; }

/* Connects, sends CONNECT and what is in text, and waits until the server has seen all of it. */
static void dial(connection *c, const char *text) {
    static const char hello[] = "CONNECT {\"verbose\":false,\"pedantic\":false,\"lang\":\"c\",\"version\":\"1\","
                                "\"protocol\":1,\"headers\":true,\"no_responders\":false";
    char line[LINE_MAX_BYTES];
    const char *who = publishes(c) ? publish_as : subscribe_as, *colon = who ? strchr(who, ':') : NULL;
    int on = 1, fd = socket(server.ss_family, SOCK_STREAM, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&server, server_length)) fail_errno("connect");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    c->fd = fd;
    c->tls = NULL;
    read_line(c, line);
    if (strncmp(line, "INFO ", 5)) fail("no INFO");
    if (encrypted) encrypt(c);
    write_all(c, hello, sizeof hello - 1);
    if (colon) {
        int length = snprintf(line, sizeof line, ",\"user\":\"%.*s\",\"pass\":\"%s\"", (int)(colon - who), who, colon + 1);
        write_all(c, line, length);
    }
    write_all(c, "}\r\n", 3);
    write_all(c, text, strlen(text));
    write_all(c, "PING\r\n", 6);
    do {
        read_line(c, line);
        if (line[0] == '-') fail(line);
    } while (strncmp(line, "PONG", 4));
}

static void watch(connection *c, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = c};
    fcntl(c->fd, F_SETFL, O_NONBLOCK);
    if (epoll_ctl(poller, EPOLL_CTL_ADD, c->fd, &event)) fail_errno("epoll");
}

static connection *add(role role, const char *text) {
    connection *c = &connections[connection_count++];
    c->role = role;
    dial(c, text);
    return c;
}

static int is(const char *name) { return !strcmp(mode, name); }

/* A subject of its own for each run: a server may still hold messages for those of the last one. */
static void subject(char *to, const char *first, int index) {
    snprintf(to, SUBJECT_BYTES, "%s.%07d.%05d", first, getpid() % 10000000, is("subjects") || is("pairs") ? index : 0);
}

static void add_subscriber(int index) {
    char name[SUBJECT_BYTES], *text = NULL;
    size_t length = 0;
    FILE *f = open_memstream(&text, &length);
    int sid = 1;
    if (is("subjects")) {
        for (int i = index; i < subjects; i += subscribers) {
            subject(name, subscribe_to, i);
            fprintf(f, "SUB %s %d\r\n", name, sid = 100000 + i);
        }
    } else {
        sid = !strcmp(sids, "different") ? 1000 + index : 1;
        subject(name, subscribe_to, index);
        fprintf(f, "SUB %s %s%d\r\n", name, is("queue") ? "workers " : "", sid);
    }
    fclose(f);
    connection *c = add(SUBSCRIBER, text);
    free(text);
    c->payload = snprintf(NULL, 0, "MSG %s %d %d\r\n", name, sid, size);
    c->frame = c->payload + size + 2;
    watch(c, EPOLLIN);
}

/* All messages have the same length, so that any of them may be followed by the first one. */
static void add_publisher(int index) {
    char name[SUBJECT_BYTES], *payload = malloc(size);
    connection *c = add(PUBLISHER, "");
    int variants = is("subjects") ? subjects : 1;
    FILE *f = open_memstream(&c->out, &c->out_length);
    memset(payload, 'x', size);
    do {
        for (int i = 0; i < variants; i++) {
            subject(name, publish_to, is("subjects") ? (int)(i * 7919l % subjects) : index);
            c->payload = fprintf(f, "PUB %s %d\r\n", name, size);
            fwrite(payload, 1, size, f);
            fputs("\r\n", f);
        }
        fflush(f);
    } while (c->out_length < SEND_BYTES);
    fclose(f);
    free(payload);
    c->frame = c->payload + size + 2;
    watch(c, rate ? EPOLLIN : EPOLLIN | EPOLLOUT);
}

static void add_requester(int index) {
    char text[SUBJECT_BYTES];
    snprintf(text, sizeof text, "SUB _INBOX.%07d.%06d.* 1\r\n", getpid() % 10000000, index);
    connection *c = add(REQUESTER, text);
    FILE *f = open_memstream(&c->out, &c->out_length);
    fprintf(f, "PUB %s.%07d.echo _INBOX.%07d.%06d.1 %d\r\n", publish_to, getpid() % 10000000, getpid() % 10000000, index, size);
    for (int i = 0; i < size; i++) fputc('x', f);
    fputs("\r\n", f);
    fclose(f);
    c->frame = snprintf(NULL, 0, "MSG _INBOX.%07d.%06d.1 1 %d\r\n", getpid() % 10000000, index, size) + size + 2;
    watch(c, EPOLLIN);
}

/* One frame, of which only digits change: JSON has no leading zeros, but it has spaces. */
static void add_asker(int index) {
    char text[SUBJECT_BYTES], inbox[SUBJECT_BYTES / 2];
    snprintf(inbox, sizeof inbox, "_INBOX.%07d.%06d", getpid() % 10000000, index);
    snprintf(text, sizeof text, "SUB %s.* 1\r\n", inbox);
    connection *c = add(ASKER, text);
    c->part = malloc(PART_BYTES);
    c->asked = calloc(outstanding, sizeof *c->asked);
    FILE *f = open_memstream(&c->out, &c->out_length);
    if (is("stream")) {
        c->number = fprintf(f, "PUB %s.", publish_to);
        c->slot = c->number + fprintf(f, "%0*d %s.", DIGITS, 0, inbox);
        fprintf(f, "%0*d %d\r\n", DIGITS, 0, size);
        for (int i = 0; i < size; i++) fputc('x', f);
    } else {
        c->slot = fprintf(f, "PUB $JS.API.DIRECT.GET.%s %s.", stream, inbox);
        c->number = c->slot + fprintf(f, "%0*d %d\r\n{\"seq\":", DIGITS, 0, DIGITS + 8);
        fprintf(f, "%*d}", DIGITS, 0);
    }
    fputs("\r\n", f);
    fclose(f);
    watch(c, EPOLLIN);
}

static void add_responder(void) {
    char text[SUBJECT_BYTES];
    snprintf(text, sizeof text, "SUB %s.%07d.echo 1\r\n", subscribe_to, getpid() % 10000000);
    connection *c = add(RESPONDER, text);
    c->part = malloc(PART_BYTES);
    watch(c, EPOLLIN);
}

/* ---- sending ----------------------------------------------------------------------------------------------------- */

static void flush_queued(connection *c) {
    while (c->queued_at < c->queued_length) {
        ssize_t n = send_some(c, c->queued + c->queued_at, c->queued_length - c->queued_at);
        if (n < 0 && errno == EAGAIN) return;
        if (n < 0) fail_errno("send");
        c->queued_at += n;
    }
    c->queued_at = c->queued_length = 0;
}

static char *enqueue(connection *c, const char *bytes, size_t length) {
    if (c->queued_length + length > c->queued_capacity) {
        c->queued_capacity = (c->queued_length + length) * 2;
        c->queued = realloc(c->queued, c->queued_capacity);
    }
    char *at = memcpy(c->queued + c->queued_length, bytes, length);
    c->queued_length += length;
    return at;
}

static void publish(connection *c) {
    size_t length = c->out_length - c->out_at;
    ssize_t n = send_some(c, c->out + c->out_at, length > SEND_BYTES ? SEND_BYTES : length);
    if (n < 0 && errno == EAGAIN) return;
    if (n < 0) fail_errno("send");
    c->sent += n;
    c->out_at = c->out_at + n == c->out_length ? 0 : c->out_at + n;
}

/* Publishes what is due since the last call, each message with the time in its payload. */
static void publish_paced(connection *pacer) {
    static uint64_t last;
    static double due;
    uint64_t ticks, at = now();
    if (read(pacer->fd, &ticks, sizeof ticks) != sizeof ticks) return;
    due += last ? rate * ((at - last) / 1e9) : 0;
    last = at;
    for (int i = 0; i < connection_count; i++) {
        connection *c = &connections[i];
        if (c->role != PUBLISHER) continue;
        for (int share = (int)due / publishers; share > 0; share--, due--) {
            char *copy = enqueue(c, c->out + c->out_at, c->frame);
            memcpy(copy + c->payload, &at, size < 8 ? 0 : 8);
            c->out_at = c->out_at + c->frame == c->out_length ? 0 : c->out_at + c->frame;
            c->sent += c->frame;
        }
        flush_queued(c);
    }
}

static void ask(connection *c) {
    c->asked_nanos = now();
    write_all(c, c->out, c->out_length);
}

static void write_digits(char *to, uint64_t value, char padding) {
    for (int i = DIGITS - 1; i >= 0; i--, value /= 10) to[i] = value || i == DIGITS - 1 ? '0' + value % 10 : padding;
}

static uint64_t random_number(void) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    return random_state ^= random_state << 17;
}

/* Queues the next message or request; whoever calls flushes. */
static void ask_again(connection *c, int slot) {
    static uint64_t next, asked;
    if (messages_max && asked++ >= (uint64_t)messages_max) return;
    uint64_t value = is("stream") ? next++ % subjects : 1 + random_number() % sequences;
    write_digits(c->out + c->slot, slot, '0');
    write_digits(c->out + c->number, value, is("stream") ? '0' : ' ');
    c->asked[slot] = now();
    enqueue(c, c->out, c->out_length);
}

/* ---- receiving --------------------------------------------------------------------------------------------------- */

static void note(uint64_t nanos) {
    if (recording && latency_count < LATENCIES_MAX) latencies[latency_count++] = nanos > UINT32_MAX ? UINT32_MAX : nanos;
}

/* What a service import hands on has headers, and no fixed length. */
static void headed(connection *c) {
    c->line[c->line_length < sizeof c->line ? c->line_length : sizeof c->line - 1] = 0;
    c->skip = atol(strrchr(c->line, ' ') + 1) + 2;
    c->received++;
    c->line_length = 0;
}

static void control_line(connection *c) {
    if (!strncmp(c->line, "-ERR", 4)) fail("the server sent -ERR");
    /* A publisher may be in the middle of a message, and the server waits longer for a PONG than a run takes. */
    if (!strncmp(c->line, "PING", 4) && c->role != PUBLISHER) write_all(c, "PONG\r\n", 6);
    if (strncmp(c->line, "PING", 4) && strncmp(c->line, "PONG", 4) && strncmp(c->line, "INFO", 4)) fail("a broken frame");
    c->line_length = 0;
}

/* Counts the messages in what has come; all messages of a connection are equally long. */
static void count(connection *c, const char *bytes, size_t length) {
    size_t at = 0;
    while (at < length) {
        if (c->skip > 0) {
            size_t n = length - at < c->skip ? length - at : c->skip;
            at += n;
            c->skip -= n;
        } else if (c->line_length == 0 && bytes[at] == 'M') {
            if (rate && c->payload + 8 <= length - at && size >= 8) {
                uint64_t sent_nanos;
                memcpy(&sent_nanos, bytes + at + c->payload, 8);
                note(now() - sent_nanos);
            }
            c->received++;
            c->skip = c->frame;
        } else {
            if (c->line_length < sizeof c->line) c->line[c->line_length++] = bytes[at];
            if (bytes[at++] != '\n') continue;
            if (c->line[0] == 'H') headed(c);
            else control_line(c);
        }
    }
}

/* Answers each request with its own payload. Returns how many bytes were used. */
static size_t respond(connection *c, const char *bytes, size_t length) {
    size_t at = 0;
    while (at < length) {
        const char *end = memchr(bytes + at, '\n', length - at);
        if (!end) return at;
        size_t line = end - (bytes + at) + 1;
        if (bytes[at] == 'M') {
            if (at + line + size + 2 > length) return at;
            const char *reply = memchr(memchr(bytes + at + 4, ' ', line) + 1, ' ', line) + 1;
            enqueue(c, "PUB ", 4);
            enqueue(c, reply, bytes + at + line - reply + size + 2);
            line += size + 2;
        } else if (bytes[at] == 'H') {
            const char *reply = memchr(memchr(bytes + at + 5, ' ', line) + 1, ' ', line) + 1;
            const char *lengths = memchr(reply, ' ', line);
            long headers = strtol(lengths, (char **)&lengths, 10), total = strtol(lengths, NULL, 10);
            if (at + line + total + 2 > length) return at;
            char head[SUBJECT_BYTES];
            int n = snprintf(head, sizeof head, "PUB %.*s %ld\r\n", (int)((const char *)memchr(reply, ' ', line) - reply), reply, total - headers);
            enqueue(c, head, n);
            enqueue(c, bytes + at + line + headers, total - headers + 2);
            line += total + 2;
        } else if (bytes[at] == 'P') {
            enqueue(c, "PONG\r\n", 6);
        } else if (bytes[at] != 'I') {
            fail("a broken frame");
        }
        at += line;
    }
    return at;
}

/* What a stream answers must be an acknowledgement, or a message. */
static void check_answer(const char *payload, long length) {
    static const char ack[] = "{\"stream\"", message[] = "NATS/1.0\r\n";
    const char *wanted = is("stream") ? ack : message;
    if (length >= (long)strlen(wanted) && !memcmp(payload, wanted, strlen(wanted))) return;
    fprintf(stderr, "load: %.*s\n", (int)(length < 500 ? length : 500), payload);
    exit(1);
}

/* Notes each answer, and asks again where it was asked. Returns how many bytes were used. */
static size_t take_answers(connection *c, const char *bytes, size_t length) {
    size_t at = 0;
    while (at < length) {
        const char *end = memchr(bytes + at, '\n', length - at);
        if (!end) break;
        size_t line = end - (bytes + at) + 1;
        if (bytes[at] == 'M' || bytes[at] == 'H') {
            const char *digit = end - 1, *name = memchr(bytes + at, ' ', line) + 1, *behind = memchr(name, ' ', line);
            while (digit[-1] != ' ') digit--;
            long payload = atol(digit);
            if (at + line + payload + 2 > length) break;
            check_answer(end + 1, payload);
            int slot = atoi(behind - DIGITS);
            note(now() - c->asked[slot]);
            c->received++;
            answered++;
            ask_again(c, slot);
            line += payload + 2;
        } else if (!strncmp(bytes + at, "PING", 4)) {
            enqueue(c, "PONG\r\n", 6);
        } else if (bytes[at] != 'I' && bytes[at] != 'P') {
            fail("a broken frame");
        }
        at += line;
    }
    flush_queued(c);
    return at;
}

static void receive(connection *c) {
    size_t before = c->part_length;
    if (before > 0) memcpy(input, c->part, before);
    size_t room = RECEIVE_BYTES - before;
    ssize_t n = c->tls ? tls_receive(c->tls, input + before, room) : recv(c->fd, input + before, room, 0);
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0) fail("the server closed a connection");
    if (c->role == RESPONDER || c->role == ASKER) {
        size_t used = c->role == ASKER ? take_answers(c, input, before + n) : respond(c, input, before + n);
        c->part_length = before + n - used;
        if (c->part_length > PART_BYTES) fail("--size: too large for requests");
        memcpy(c->part, input + used, c->part_length);
        flush_queued(c);
        return;
    }
    uint64_t received = c->received;
    count(c, input, n);
    if (c->role == REQUESTER && c->received != received && c->skip == 0) {
        note(now() - c->asked_nanos);
        ask(c);
    }
}

/* ---- the run ----------------------------------------------------------------------------------------------------- */

static void prepare(void) {
    poller = epoll_create1(0);
    input = aligned_alloc(4096, RECEIVE_BYTES);
    latencies = malloc(LATENCIES_MAX * sizeof *latencies);
    connections = calloc(publishers + subscribers + clients + 2, sizeof *connections);
    if (is("request")) {
        add_responder();
        for (int i = 0; i < clients; i++) add_requester(i);
        for (int i = 0; i < connection_count; i++)
            if (connections[i].role == REQUESTER) ask(&connections[i]);
        return;
    }
    if (is("stream") || is("get")) {
        for (int i = 0; i < clients; i++) {
            connection *c = &connections[connection_count];
            add_asker(i);
            for (int slot = 0; slot < outstanding; slot++) ask_again(c, slot);
            flush_queued(c);
        }
        return;
    }
    for (int i = 0; i < subscribers && !is("publish"); i++) add_subscriber(i);
    for (int i = 0; i < publishers; i++) add_publisher(i);
    if (rate) {
        connection *pacer = &connections[connection_count++];
        struct itimerspec pace = {{0, PACE_MICROS * 1000}, {0, PACE_MICROS * 1000}};
        pacer->role = PACER;
        pacer->fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
        timerfd_settime(pacer->fd, 0, &pace, NULL);
        watch(pacer, EPOLLIN);
    }
}

static void run_until(uint64_t end) {
    struct epoll_event events[EVENTS_MAX];
    uint64_t until = messages_max ? UINT64_MAX : end, next_window = now() + (uint64_t)(window * 1e9);
    while (now() < until && !(messages_max && answered >= (uint64_t)messages_max)) {
        int ready = epoll_wait(poller, events, EVENTS_MAX, 100);
        if (window > 0 && now() >= next_window && window_count < WINDOWS_MAX) {
            if (recording) windows[window_count++] = latency_count;
            next_window += (uint64_t)(window * 1e9);
        }
        for (int i = 0; i < ready; i++) {
            connection *c = events[i].data.ptr;
            if (c->role == PACER) {
                publish_paced(c);
                continue;
            }
            if (events[i].events & ~EPOLLOUT) receive(c);
            if (events[i].events & EPOLLOUT) publish(c);
        }
    }
}

static int by_value(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* Each window's part of what was noted is sorted by itself, before all of it is. */
static void report_windows(void) {
    printf(", \"window_p99_us\": [");
    for (int i = 0; i < window_count; i++) {
        size_t from = i == 0 ? 0 : windows[i - 1], length = windows[i] - from;
        qsort(latencies + from, length, sizeof *latencies, by_value);
        printf("%s%.1f", i == 0 ? "" : ", ", length ? latencies[from + (size_t)((length - 1) * 0.99)] / 1e3 : window * 1e6);
    }
    printf("]");
}

static double percentile_micros(double part) { return latencies[(size_t)((latency_count - 1) * part)] / 1e3; }

static void report(usage a, usage b) {
    double time = (b.at_nanos - a.at_nanos) / 1e9, frame = 1;
    double server_cpu = (b.server_nanos - a.server_nanos) / 1e9, own_cpu = (b.own_nanos - a.own_nanos) / 1e9;
    for (int i = 0; i < connection_count; i++)
        if (connections[i].role == PUBLISHER) frame = connections[i].frame;
    double published = (b.sent - a.sent) / frame, messages = is("publish") ? published : b.received - a.received;
    printf("{\"messages_per_s\": %.0f, \"published_per_s\": %.0f, \"cpu_us_per_message\": %.4f, "
           "\"user_us_per_message\": %.4f, \"server_cores\": %.3f, \"driver_cores\": %.3f, \"other_cores\": %.3f, "
           "\"stolen_cores\": %.3f, \"rss_mb\": %.1f",
        messages / time, published / time, messages ? server_cpu * 1e6 / messages : 0,
        messages ? (b.server_user - a.server_user) * 1e6 / messages : 0, server_cpu / time, own_cpu / time,
        (b.machine_busy - a.machine_busy - server_cpu - own_cpu) / time, (b.stolen - a.stolen) / time,
        server_rss_kb() / 1024.0);
    if (window_count > 0) report_windows();
    if (latency_count > 0) {
        qsort(latencies, latency_count, sizeof *latencies, by_value);
        printf(", \"p50_us\": %.1f, \"p99_us\": %.1f, \"p999_us\": %.1f", percentile_micros(0.5), percentile_micros(0.99),
            percentile_micros(0.999));
    }
    if (encrypted) printf(", \"suite\": \"%s\"", suite);
    printf("}\n");
}

/* Connections that do nothing: what one costs while it is made, in memory, and in time. */
static void idle(void) {
    long rss_before = server_rss_kb();
    usage start = measure();
    for (int i = 0; i < clients; i++) {
        connection c = {.role = SUBSCRIBER};
        dial(&c, "SUB bench.idle 1\r\n");
    }
    usage connected = measure();
    usleep((useconds_t)(warm_up * 1e6));
    long rss_after = server_rss_kb();
    usage settled = measure();
    usleep((useconds_t)(seconds * 1e6));
    usage end = measure();
    printf("{\"connections\": %d, \"rss_before_mb\": %.1f, \"rss_mb\": %.1f, \"kb_per_connection\": %.2f, "
           "\"connect_us\": %.1f, \"cpu_us_per_connect\": %.1f, \"idle_cpu_ms_per_s\": %.2f}\n",
        clients, rss_before / 1024.0, rss_after / 1024.0, (rss_after - rss_before) / (double)clients,
        (connected.at_nanos - start.at_nanos) / 1e3 / clients,
        (settled.server_nanos - start.server_nanos) / 1e3 / clients,
        (end.server_nanos - settled.server_nanos) / 1e6 / ((end.at_nanos - settled.at_nanos) / 1e9));
}

/* Connects again and again, at a share of the rate, and counts. */
static void connect_for_ever(volatile uint64_t *made) {
    uint64_t next = now(), pause_nanos = 1000000000ull * clients / rate;
    for (;; next += pause_nanos) {
        int64_t early = next - now();
        if (early > 0) usleep(early / 1000);
        connection c = {.role = SUBSCRIBER};
        dial(&c, "");
        if (c.tls) tls_close(&c);
        close(c.fd);
        __sync_fetch_and_add(made, 1);
    }
}

static void ping_until(connection *c, uint64_t end) {
    char line[LINE_MAX_BYTES];
    while (now() < end) {
        uint64_t asked = now();
        write_all(c, "PING\r\n", 6);
        for (read_line(c, line); strncmp(line, "PONG", 4); read_line(c, line)) {
            if (!strncmp(line, "PING", 4)) write_all(c, "PONG\r\n", 6);
            else if (strncmp(line, "INFO", 4)) fail(line);
        }
        note(now() - asked);
        usleep(1000);
    }
}

/* What many handshakes cost, and what they do to somebody who is connected. */
static void connects(void) {
    if (rate <= 0) fail("--rate: how many connects a second");
    volatile uint64_t *made = mmap(NULL, sizeof *made, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    latencies = malloc(LATENCIES_MAX * sizeof *latencies);
    pid_t *children = calloc(clients, sizeof *children);
    for (int i = 0; i < clients; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            connect_for_ever(made);
        }
    }
    connection pinger = {.role = SUBSCRIBER};
    dial(&pinger, "");
    ping_until(&pinger, now() + (uint64_t)(warm_up * 1e9));
    recording = 1;
    uint64_t before = *made;
    usage a = measure();
    ping_until(&pinger, a.at_nanos + (uint64_t)(seconds * 1e9));
    usage b = measure();
    uint64_t count = *made - before;
    for (int i = 0; i < clients; i++) kill(children[i], SIGKILL);
    while (wait(NULL) > 0) continue;
    qsort(latencies, latency_count, sizeof *latencies, by_value);
    double time = (b.at_nanos - a.at_nanos) / 1e9;
    printf("{\"connects_per_s\": %.1f, \"cpu_us_per_connect\": %.1f, \"server_cores\": %.3f, \"suite\": \"%s\", "
           "\"ping_p50_us\": %.1f, \"ping_p99_us\": %.1f, \"ping_max_us\": %.1f}\n",
        count / time, count ? (b.server_nanos - a.server_nanos) / 1e3 / count : 0,
        (b.server_nanos - a.server_nanos) / 1e9 / time, suite, percentile_micros(0.5), percentile_micros(0.99),
        percentile_micros(1));
}

static void read_options(int count, char **words) {
    static const struct option known[] = {{"mode", 1, 0, 'm'}, {"publishers", 1, 0, 'p'}, {"subscribers", 1, 0, 's'},
        {"subjects", 1, 0, 'j'}, {"clients", 1, 0, 'c'}, {"size", 1, 0, 'b'}, {"sids", 1, 0, 'i'}, {"rate", 1, 0, 'r'},
        {"seconds", 1, 0, 't'}, {"warm-up", 1, 0, 'w'}, {"ca", 1, 0, 'a'}, {"publish-as", 1, 0, 'u'},
        {"subscribe-as", 1, 0, 'v'}, {"publish-to", 1, 0, 'x'}, {"subscribe-to", 1, 0, 'y'}, {"pid", 1, 0, 'P'},
        {"outstanding", 1, 0, 'o'}, {"messages", 1, 0, 'n'}, {"window", 1, 0, 'W'}, {"stream", 1, 0, 'S'},
        {"sequences", 1, 0, 'q'}, {0}};
    for (int option; (option = getopt_long(count, words, "", known, NULL)) != -1;) {
        switch (option) {
            case 'm': mode = optarg; break;
            case 'p': publishers = atoi(optarg); break;
            case 's': subscribers = atoi(optarg); break;
            case 'j': subjects = atoi(optarg), subjects_given = 1; break;
            case 'c': clients = atoi(optarg); break;
            case 'b': size = atoi(optarg); break;
            case 'i': sids = optarg; break;
            case 'r': rate = atol(optarg); break;
            case 't': seconds = atof(optarg); break;
            case 'w': warm_up = atof(optarg); break;
            case 'a': ca = optarg; break;
            case 'u': publish_as = optarg; break;
            case 'v': subscribe_as = optarg; break;
            case 'x': publish_to = optarg; break;
            case 'y': subscribe_to = optarg; break;
            case 'o': outstanding = atoi(optarg); break;
            case 'n': messages_max = atol(optarg); break;
            case 'W': window = atof(optarg); break;
            case 'S': stream = optarg; break;
            case 'q': sequences = atol(optarg); break;
            case 'P': server_pid = atoi(optarg); break;
            default: fail("see the head of bench/load.c for the options");
        }
    }
    if (optind != count - 1) fail("expected one URL, nats://host:port");
    if (outstanding < 1 || outstanding > OUTSTANDING_MAX) fail("--outstanding: expected 1 to 10000");
    if (is("stream") && !subjects_given) subjects = 1;
    find_server(words[optind]);
}

int main(int count, char **words) {
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    read_options(count, words);
    if (is("idle")) {
        idle();
        return 0;
    }
    if (is("connects")) {
        connects();
        return 0;
    }
    prepare();
    if (!messages_max) run_until(now() + (uint64_t)(warm_up * 1e9));
    usage a = measure();
    recording = 1;
    run_until(a.at_nanos + (uint64_t)(seconds * 1e9));
    report(a, measure());
    return 0;
}

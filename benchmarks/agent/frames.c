// Both ends of a proxy, answered where a frame arrives (tc, classic "clsact" ingress). They take 0.65 and 0.8 µs a segment
// (kernel.bpf_stats_enabled), so that a load measures the proxy and next to nothing else. They remember nothing of a
// connection: each segment holds what its answer needs (RFC 9293, with the timestamps of RFC 7323). What is lost and sent
// again is answered again. Loaded by frames.sh.
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/pkt_cls.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <stdbool.h>

#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

// as ProxyLoad's
#define REQUEST_BYTES 128
#define ANSWER_BYTES 256

#define SERVER_PORT 18003

// A connection from one of these client ports ends after its answer, and the next one of its slot begins.
#define RENEWED_PORTS 32768
#define SLOTS 512

#define FIN 1
#define SYN 2
#define RST 4
#define PSH 8
#define ACK 16

// Where Linux has the timestamp of its own segments: alone, or in a SYN behind MSS and SACK-permitted.
#define TIMESTAMP 4
#define TIMESTAMP_OF_SYN 8

// The payload is never looked at, and zero: it leaves the checksum as it is.
struct frame {
  struct ethhdr ethernet;
  struct iphdr ip;
  struct tcphdr tcp;
  __u8 options[12];
} __attribute__((packed));

// What goes back; ports and addresses in the order of the network.
struct segment {
  __u32 from, to;
  __u16 source, destination;
  __u32 sequence, acknowledged;
  __u32 echo;
  __u8 flags;
};

#define ARRAY(name, count)               \
  struct {                               \
    __uint(type, BPF_MAP_TYPE_ARRAY);    \
    __uint(max_entries, count);          \
    __type(key, __u32);                  \
    __type(value, __u64);                \
  } name SEC(".maps")

// Whether there is a load, the port of the proxy that has it, and how many connections ended because there is none.
enum { RUNNING, PROXY_PORT, ENDED };
ARRAY(control, 3);

// When the request of a client port was sent, or for the first one of a connection when that began, in nanoseconds.
ARRAY(begun, 65536);

// How many answers there were, by their latency in units of 4,096 ns.
ARRAY(answers, 4096);

static __always_inline __u64 controlled(__u32 what) {
  __u64 *value = bpf_map_lookup_elem(&control, &what);
  return value ? *value : 0;
}

static __always_inline void count_end(void) {
  __u32 what = ENDED;
  __u64 *ended = bpf_map_lookup_elem(&control, &what);
  if (ended) __sync_fetch_and_add(ended, 1);
}

static __always_inline __u16 folded(__u32 sum) {
  sum = (sum & 0xffff) + (sum >> 16);
  sum = (sum & 0xffff) + (sum >> 16);
  return ~sum;
}

static __always_inline void turn(struct ethhdr *ethernet) {
  __u8 source[ETH_ALEN];
  __builtin_memcpy(source, ethernet->h_source, ETH_ALEN);
  __builtin_memcpy(ethernet->h_source, ethernet->h_dest, ETH_ALEN);
  __builtin_memcpy(ethernet->h_dest, source, ETH_ALEN);
}

// Makes the frame that came the one that goes back.
static __always_inline int answer(struct __sk_buff *skb, struct segment *s, __u32 payload) {
  if (bpf_skb_change_tail(skb, sizeof(struct frame) + payload, 0)) return TC_ACT_SHOT;
  struct frame *f = (void *)(long)skb->data;
  if ((void *)(f + 1) > (void *)(long)skb->data_end) return TC_ACT_SHOT;
  turn(&f->ethernet);
  __builtin_memset(&f->ip, 0, sizeof(f->ip) + sizeof(f->tcp));
  f->ip.version = 4;
  f->ip.ihl = sizeof(f->ip) / 4;
  f->ip.tot_len = bpf_htons(sizeof(struct frame) - sizeof(struct ethhdr) + payload);
  f->ip.ttl = 64;
  f->ip.protocol = IPPROTO_TCP;
  f->ip.saddr = s->from;
  f->ip.daddr = s->to;
  f->ip.check = folded(bpf_csum_diff(0, 0, (__be32 *)&f->ip, sizeof(f->ip), 0));
  f->tcp.source = s->source;
  f->tcp.dest = s->destination;
  f->tcp.seq = bpf_htonl(s->sequence);
  f->tcp.ack_seq = bpf_htonl(s->acknowledged);
  ((__u8 *)&f->tcp)[12] = (sizeof(f->tcp) + sizeof(f->options)) / 4 << 4;
  ((__u8 *)&f->tcp)[13] = s->flags;
  f->tcp.window = bpf_htons(65535);
  f->options[0] = f->options[1] = 1;
  f->options[2] = 8;
  f->options[3] = 10;
  *(__u32 *)(f->options + 4) = bpf_htonl(bpf_ktime_get_ns() >> 20);
  *(__u32 *)(f->options + 8) = s->echo;
  struct {
    __u32 from, to;
    __u16 protocol, length;
  } pseudo = {s->from, s->to, bpf_htons(IPPROTO_TCP), bpf_htons(sizeof(f->tcp) + sizeof(f->options) + payload)};
  __u32 sum = bpf_csum_diff(0, 0, (__be32 *)&pseudo, sizeof(pseudo), 0);
  f->tcp.check = folded(bpf_csum_diff(0, 0, (__be32 *)&f->tcp, sizeof(f->tcp) + sizeof(f->options), sum));
  return bpf_redirect(skb->ifindex, 0);
}

static __always_inline int answer_with(struct __sk_buff *skb, struct segment *s, __u8 flags, __u32 payload) {
  s->flags = flags;
  return answer(skb, s, payload);
}

// Reads a TCP segment as what goes back; its flags and payload. No flags at all: it is something else.
static __always_inline __u8 read(struct __sk_buff *skb, struct segment *s, __u32 *payload) {
  __u32 headers = sizeof(struct ethhdr) + sizeof(struct iphdr) + sizeof(struct tcphdr);
  if (bpf_skb_pull_data(skb, headers)) return 0;
  struct frame *f = (void *)(long)skb->data;
  if ((void *)f->options > (void *)(long)skb->data_end) return 0;
  if (f->ethernet.h_proto != bpf_htons(ETH_P_IP) || f->ip.protocol != IPPROTO_TCP || f->ip.ihl != 5) return 0;
  __u8 flags = ((__u8 *)&f->tcp)[13];
  *payload = bpf_ntohs(f->ip.tot_len) - sizeof(f->ip) - f->tcp.doff * 4;
  s->from = f->ip.daddr;
  s->to = f->ip.saddr;
  s->source = f->tcp.dest;
  s->destination = f->tcp.source;
  s->sequence = bpf_ntohl(f->tcp.ack_seq);
  s->acknowledged = bpf_ntohl(f->tcp.seq) + *payload + (flags & (SYN | FIN) ? 1 : 0);
  s->echo = 0;
  bpf_skb_load_bytes(skb, headers + (flags & SYN ? TIMESTAMP_OF_SYN : TIMESTAMP), &s->echo, sizeof(s->echo));
  return flags;
}

// The server: answers what comes with bytes, and ends after the other end has.
SEC("tc")
int serve(struct __sk_buff *skb) {
  struct segment s;
  __u32 payload;
  __u8 flags = read(skb, &s, &payload);
  if (!flags || s.source != bpf_htons(SERVER_PORT)) return TC_ACT_OK;
  if (flags & RST) return TC_ACT_SHOT;
  if (flags & SYN) return answer_with(skb, &s, SYN | ACK, 0);
  if (payload) return answer_with(skb, &s, PSH | ACK, ANSWER_BYTES);
  if (flags & FIN) return answer_with(skb, &s, FIN | ACK, 0);
  return TC_ACT_SHOT;
}

static __always_inline int open(struct __sk_buff *skb, struct segment *s, __u32 port) {
  __u64 now = bpf_ktime_get_ns();
  bpf_map_update_elem(&begun, &port, &now, BPF_ANY);
  s->source = bpf_htons(port);
  s->sequence = now >> 8;
  s->acknowledged = 0;
  s->echo = 0;
  return answer_with(skb, s, SYN, 0);
}

static __always_inline void answered(__u32 port) {
  __u64 *since = bpf_map_lookup_elem(&begun, &port);
  if (!since) return;
  __u32 latency = (bpf_ktime_get_ns() - *since) >> 12;
  if (latency > 4095) latency = 4095;
  __u64 *count = bpf_map_lookup_elem(&answers, &latency);
  if (count) __sync_fetch_and_add(count, 1);
}

// The clients: a datagram of the proxy's host to a port has a connection begin from that port.
SEC("tc")
int ask(struct __sk_buff *skb) {
  struct segment s;
  __u32 payload;
  if (bpf_skb_pull_data(skb, sizeof(struct ethhdr) + sizeof(struct iphdr) + sizeof(struct udphdr))) return TC_ACT_OK;
  struct frame *f = (void *)(long)skb->data;
  if ((void *)f + sizeof(struct ethhdr) + sizeof(struct iphdr) + sizeof(struct udphdr) > (void *)(long)skb->data_end)
    return TC_ACT_OK;
  if (f->ethernet.h_proto != bpf_htons(ETH_P_IP) || f->ip.daddr != bpf_htonl(CLIENT_ADDRESS)) return TC_ACT_OK;
  if (f->ip.protocol == IPPROTO_UDP) {
    s.from = f->ip.daddr;
    s.to = f->ip.saddr;
    s.destination = bpf_htons(controlled(PROXY_PORT));
    return open(skb, &s, bpf_ntohs(((struct udphdr *)&f->tcp)->dest));
  }
  __u8 flags = read(skb, &s, &payload);
  if (!flags) return TC_ACT_OK;
  if (flags & RST) return TC_ACT_SHOT;
  // what is left of the load before ends
  bool running = controlled(RUNNING) && s.destination == bpf_htons(controlled(PROXY_PORT));
  __u32 port = bpf_ntohs(s.source);
  if (flags & SYN) {
    // what is left of its options would be payload
    if (bpf_skb_change_tail(skb, sizeof(struct frame), 0)) return TC_ACT_SHOT;
    return answer_with(skb, &s, PSH | ACK, REQUEST_BYTES);
  }
  if (payload) {
    if (!running) {
      count_end();
      return answer_with(skb, &s, RST | ACK, 0);
    }
    answered(port);
    if (port >= RENEWED_PORTS) return answer_with(skb, &s, FIN | ACK, 0);
    __u64 now = bpf_ktime_get_ns();
    bpf_map_update_elem(&begun, &port, &now, BPF_ANY);
    return answer_with(skb, &s, PSH | ACK, REQUEST_BYTES);
  }
  if (!(flags & FIN)) return TC_ACT_SHOT;
  if (!running) count_end();
  int verdict = answer_with(skb, &s, ACK, 0);
  if (!running || verdict == TC_ACT_SHOT) return verdict;
  // the acknowledgement goes as a copy, and the frame becomes the next connection's first; from another port, since the
  // proxy may be in the middle of closing this connection when the answer arrives
  bpf_clone_redirect(skb, skb->ifindex, 0);
  f = (void *)(long)skb->data;
  if ((void *)(f + 1) > (void *)(long)skb->data_end) return TC_ACT_SHOT;
  turn(&f->ethernet);
  return open(skb, &s, RENEWED_PORTS + ((port - RENEWED_PORTS + SLOTS) & (RENEWED_PORTS - 1)));
}

char _license[] SEC("license") = "GPL";

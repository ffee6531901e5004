package dev.vipc.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vipc.agent.net.Buffer;
import dev.vipc.agent.net.Epoll;
import dev.vipc.agent.net.Errno;
import dev.vipc.agent.net.NativeAddress;
import dev.vipc.agent.net.Sockets;
import dev.vipc.agent.net.Syscall;
import dev.vipc.agent.net.SystemCallException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.locks.LockSupport;

/**
 * The two ends of a proxy under load, each one thread of system calls, so that they take as little
 * of the machine as can be.
 *
 * <pre>
 * serve PORT BULK_PORT               answers each read, and sends without end
 * load                               does what it reads, a line each:
 *   requests|connections|bulk ADDRESS PORT COUNT MILLIS PID
 * idle ADDRESS PORT COUNT MILLIS
 * </pre>
 *
 * The second answers each line with one: units a second, processor microseconds a unit of PID and
 * of the whole machine, median and 99th percentile of the latency in microseconds. A unit of bulk
 * is a megabyte. It is one process for all lines, since a JVM that has just started is slower than
 * what it measures. The third opens connections one after the other until one is not answered,
 * leaves them alone for so long, and prints how many answered before and after.
 */
public final class ProxyLoad {
  private static final int REQUEST_BYTES = 128;
  private static final int ANSWER_BYTES = 256;
  private static final int CHUNK = 128 << 10;
  private static final int LIVE = Epoll.IN | Epoll.READ_HANG_UP;
  private static final long LISTENER = 1L << 32;

  private final Syscall kernel = new Syscall();
  private final Sockets sockets = new Sockets(kernel);
  private final Epoll epoll = new Epoll(kernel, 256);
  private final Buffer buffer = Buffer.ofHostOrder(CHUNK);
  private final NativeAddress peer = new NativeAddress();
  private long[] micros = new long[1 << 20];

  private ProxyLoad() throws SystemCallException {}

  public static void main(String[] words) throws IOException {
    ProxyLoad load = new ProxyLoad();
    if (words[0].equals("serve"))
      load.serve(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
    else if (words[0].equals("idle")) load.idle(words);
    else load.measure(new BufferedReader(new InputStreamReader(System.in, UTF_8)));
  }

  private void serve(int port, int bulkPort) throws SystemCallException {
    InetAddress any = InetAddress.ofLiteral("0.0.0.0");
    int answering = sockets.listen(new InetSocketAddress(any, port), 4_096);
    int sending = sockets.listen(new InetSocketAddress(any, bulkPort), 4_096);
    epoll.add(answering, Epoll.IN, LISTENER);
    epoll.add(sending, Epoll.IN, LISTENER | 1);
    while (true) {
      int count = epoll.await(-1);
      for (int i = 0; i < count; i++) {
        long word = epoll.word(i);
        if (word == LISTENER) acceptAll(answering, LIVE | Epoll.EDGE);
        else if (word == (LISTENER | 1)) acceptAll(sending, Epoll.OUT | Epoll.IN);
        else if ((epoll.happened(i) & Epoll.OUT) != 0) sendMuch((int) word);
        else answer((int) word, epoll.happened(i));
      }
    }
  }

  private void acceptAll(int listener, int events) throws SystemCallException {
    for (int s = sockets.accept(listener, peer); s >= 0; s = sockets.accept(listener, peer))
      epoll.add(s, events, s);
  }

  /**
   * Edge-triggered: what has come is read at once, and an end that came with it is not told again.
   */
  private void answer(int socket, int happened) {
    int read;
    do {
      read = sockets.receive(socket, buffer, CHUNK);
      if (read > 0) sockets.send(socket, buffer, 0, ANSWER_BYTES);
    } while (read > 0 && (happened & Epoll.READ_HANG_UP) != 0);
    if (read <= 0 && read != -Errno.EAGAIN) sockets.close(socket);
  }

  private void sendMuch(int socket) {
    for (int i = 0; i < 8; i++) {
      int sent = sockets.send(socket, buffer, 0, CHUNK);
      if (sent == -Errno.EAGAIN) return;
      if (sent < 0) {
        sockets.close(socket);
        return;
      }
    }
  }

  private void measure(BufferedReader asked) throws IOException {
    for (String line = asked.readLine(); line != null; line = asked.readLine())
      measure(line.split(" "));
  }

  private void measure(String[] words) throws IOException {
    int count = Integer.parseInt(words[3]);
    long millis = Long.parseLong(words[4]);
    Path stat = Path.of("/proc", words[5], "stat");
    boolean bulk = words[0].equals("bulk");
    Connections connections = new Connections(address(words), count, words[0]);
    connections.run(millis / 4);
    connections.reset();
    long before = ticks(stat);
    long machineBefore = machineTicks();
    long begun = System.nanoTime();
    connections.run(millis);
    double seconds = (System.nanoTime() - begun) / 1e9;
    double micros = (ticks(stat) - before) * 10_000.0;
    double machineMicros = (machineTicks() - machineBefore) * 10_000.0;
    double units = bulk ? connections.bytes / 1e6 : connections.done;
    System.out.printf(
        "%.1f %.2f %.2f %d %d%n",
        units / seconds,
        micros / units,
        machineMicros / units,
        connections.percentile(0.5),
        connections.percentile(0.99));
    connections.close();
  }

  private void idle(String[] words) throws IOException {
    NativeAddress to = address(words);
    int[] held = new int[Integer.parseInt(words[3])];
    int before = 0;
    for (int i = 0; i < held.length; i++) {
      held[i] = sockets.connect(to);
      Syscall.succeeded("connect", held[i]);
      epoll.add(held[i], LIVE | Epoll.OUT, held[i]);
      // one after the other: what is measured is to hold them
      if (!isAnswered(held[i])) break;
      before++;
    }
    LockSupport.parkNanos(Long.parseLong(words[4]) * 1_000_000);
    int after = 0;
    for (int i = 0; i < before; i++) {
      int socket = held[i];
      epoll.change(socket, LIVE | Epoll.OUT, socket);
      if (isAnswered(socket)) after++;
    }
    System.out.printf("%d %d%n", before, after);
  }

  /** Whether a request is answered within a second. */
  private boolean isAnswered(int socket) throws SystemCallException {
    long until = System.nanoTime() + 1_000_000_000;
    while (System.nanoTime() < until) {
      int count = epoll.await(100);
      for (int i = 0; i < count; i++) {
        if ((int) epoll.word(i) != socket) continue;
        if ((epoll.happened(i) & Epoll.OUT) != 0) {
          epoll.change(socket, LIVE, socket);
          sockets.send(socket, buffer, 0, REQUEST_BYTES);
        } else return sockets.receive(socket, buffer, CHUNK) == ANSWER_BYTES;
      }
    }
    return false;
  }

  private static NativeAddress address(String[] words) {
    return NativeAddress.of(
        new InetSocketAddress(InetAddress.ofLiteral(words[1]), Integer.parseInt(words[2])));
  }

  /** User and system time of proc_pid_stat(5), in hundredths of a second. */
  private static long ticks(Path stat) throws IOException {
    String text = Files.readString(stat);
    String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }

  /**
   * What all processors did but idle and wait for disks (proc_stat(5)), in hundredths of a second.
   */
  private static long machineTicks() throws IOException {
    String[] fields = Files.readAllLines(Path.of("/proc/stat")).getFirst().split(" +");
    long busy = 0;
    for (int i = 1; i <= 8; i++) if (i != 4 && i != 5) busy += Long.parseLong(fields[i]);
    return busy;
  }

  /** So many connections at one time, each of which begins again when it is done. */
  private final class Connections {
    private final NativeAddress to;
    private final boolean renew;
    private final boolean bulk;
    private final long[] begunNanos = new long[1 << 16];
    private final boolean[] asked = new boolean[1 << 16];
    private final BitSet open = new BitSet();
    private int done;
    private long bytes;

    Connections(NativeAddress to, int count, String mode) throws SystemCallException {
      this.to = to;
      renew = mode.equals("connections");
      bulk = mode.equals("bulk");
      for (int i = 0; i < count; i++) open();
    }

    void reset() {
      done = 0;
      bytes = 0;
    }

    private void open() throws SystemCallException {
      int socket = sockets.connect(to);
      Syscall.succeeded("connect", socket);
      open.set(socket);
      begunNanos[socket] = System.nanoTime();
      asked[socket] = false;
      // edge-triggered: one call a connection, and no socket is looked at again after it was read
      epoll.add(socket, bulk ? LIVE : LIVE | Epoll.OUT | Epoll.EDGE, socket);
    }

    void run(long millis) throws SystemCallException {
      long until = System.nanoTime() + millis * 1_000_000;
      while (System.nanoTime() < until) {
        int count = epoll.await(100);
        for (int i = 0; i < count; i++) event((int) epoll.word(i), epoll.happened(i));
      }
    }

    private void event(int socket, int happened) throws SystemCallException {
      if (bulk) {
        int read = sockets.discard(socket, 1 << 20);
        if (read > 0) bytes += read;
      } else if ((happened & Epoll.ERROR) != 0) {
        throw new IllegalStateException("no connection: " + sockets.fault(socket));
      } else if (asked[socket]) {
        answered(socket);
      } else {
        asked[socket] = true;
        sockets.send(socket, buffer, 0, REQUEST_BYTES);
      }
    }

    private void answered(int socket) throws SystemCallException {
      int read = sockets.receive(socket, buffer, CHUNK);
      if (read == -Errno.EAGAIN) return;
      if (read != ANSWER_BYTES) throw new IllegalStateException("no answer: " + read);
      long now = System.nanoTime();
      if (done == micros.length) micros = Arrays.copyOf(micros, 2 * done);
      micros[done++] = (now - begunNanos[socket]) / 1_000;
      if (renew) {
        open.clear(socket);
        sockets.close(socket);
        open();
      } else {
        begunNanos[socket] = now;
        sockets.send(socket, buffer, 0, REQUEST_BYTES);
      }
    }

    void close() {
      open.stream().forEach(sockets::close);
    }

    long percentile(double part) {
      if (done == 0) return 0;
      long[] sorted = Arrays.copyOf(micros, done);
      Arrays.sort(sorted);
      return sorted[(int) Math.min(done - 1L, (long) (done * part))];
    }
  }
}

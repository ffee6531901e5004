package dev.vipc.golden;

import dev.vipc.agent.log.Log;
import dev.vipc.agent.proxy.DataPath;
import dev.vipc.agent.proxy.Proxies;
import dev.vipc.agent.proxy.ProxyView;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A proxy that carries out a task on a port of 127.0.0.1. */
interface RunningProxy extends AutoCloseable {
  int port();

  /** What it says of a server: {@code UP}, {@code UP 1/3}, {@code DOWN} or {@code DOWN 1/2}. */
  String state(String server);

  @Override
  void close();

  static RunningProxy vipd(ProxyTask task, DataPath path) {
    return new Vipd(task, path);
  }

  static RunningProxy haproxy(ProxyTask task) {
    return new Haproxy(task);
  }

  /** HAProxy, and then vipd in every way that the kernel here allows. */
  static List<Supplier<RunningProxy>> all(ProxyTask task) {
    List<Supplier<RunningProxy>> all = new ArrayList<>();
    all.add(() -> haproxy(task));
    for (DataPath path : DataPath.values())
      if (path.whyNot().isEmpty()) all.add(() -> vipd(task, path));
    return all;
  }

  /** What a script sees through each of them. */
  static <T> Set<T> seen(ProxyTask task, Function<RunningProxy, T> script) {
    return seen(all(task), script);
  }

  /** The same where it makes no difference how vipd moves the bytes. */
  static <T> Set<T> seenInOneWay(ProxyTask task, Function<RunningProxy, T> script) {
    return seen(List.of(() -> haproxy(task), () -> vipd(task, DataPath.EPOLL)), script);
  }

  private static <T> Set<T> seen(
      List<Supplier<RunningProxy>> starts, Function<RunningProxy, T> script) {
    return starts.stream()
        .map(
            start -> {
              try (RunningProxy proxy = start.get()) {
                return script.apply(proxy);
              }
            })
        .collect(Collectors.toSet());
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With one loop, so that it decides in one order. */
  final class Vipd implements RunningProxy {
    private final int port = freePort();
    private final Log log = new Log("proxy", OutputStream.nullOutputStream());
    private final Proxies proxies;

    Vipd(ProxyTask task, DataPath path) {
      try {
        proxies = new Proxies(log, 1, path);
        proxies.apply(task.plan(port));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Proxies proxies() {
      return proxies;
    }

    ProxyView view() {
      return proxies.view();
    }

    @Override
    public int port() {
      return port;
    }

    @Override
    public String state(String server) {
      ProxyView.ServerState state =
          view().proxies().getFirst().servers().stream()
              .filter(s -> s.name().equals(server))
              .findFirst()
              .orElseThrow();
      int done = state.lastCheck().map(ProxyView.CheckState::inARow).orElse(0);
      int needed = state.lastCheck().map(ProxyView.CheckState::needed).orElse(0);
      String word = state.state().isUp() ? "UP" : "DOWN";
      int shown = state.state().isUp() ? needed - done : done;
      return done == 0 ? word : word + " %d/%d".formatted(shown, needed);
    }

    @Override
    public void close() {
      proxies.close();
      log.close();
    }
  }

  /** The installed HAProxy with one thread. */
  final class Haproxy implements RunningProxy {
    private static final int STATUS_COLUMN = 17;

    private final int port = freePort();
    private final Path folder;
    private final Path socket;
    private final Process process;

    Haproxy(ProxyTask task) {
      try {
        folder = Files.createTempDirectory("vipc");
        socket = folder.resolve("stats");
        Path file = folder.resolve("haproxy.cfg");
        Files.writeString(file, task.haproxy(port, socket.toString()));
        process =
            new ProcessBuilder("haproxy", "-db", "-f", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        awaitSocket();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void awaitSocket() throws IOException {
      long until = System.nanoTime() + 5_000_000_000L;
      while (!Files.exists(socket)) {
        if (System.nanoTime() > until || !process.isAlive())
          throw new AssertionError(Files.readString(folder.resolve("out")));
        Pause.millis(5);
      }
    }

    @Override
    public int port() {
      return port;
    }

    @Override
    public String state(String server) {
      return show("show stat\n")
          .lines()
          .filter(line -> line.startsWith("p," + server + ","))
          .map(line -> line.split(",", -1)[STATUS_COLUMN])
          .findFirst()
          .orElseThrow();
    }

    private String show(String command) {
      try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        channel.connect(UnixDomainSocketAddress.of(socket));
        channel.write(ByteBuffer.wrap(command.getBytes(StandardCharsets.US_ASCII)));
        ByteBuffer answer = ByteBuffer.allocate(1 << 16);
        while (channel.read(answer) >= 0) {
          // all of it
        }
        return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      process.destroyForcibly();
      try {
        process.waitFor();
        try (Stream<Path> files = Files.list(folder)) {
          for (Path file : files.toList()) Files.delete(file);
        }
        Files.delete(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Connects, from any address of this machine. */
  static Socket connect(RunningProxy proxy, String from) {
    try {
      Socket socket = new Socket();
      socket.bind(new java.net.InetSocketAddress(InetAddress.ofLiteral(from), 0));
      socket.connect(
          new java.net.InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), proxy.port()));
      socket.setSoTimeout(10_000);
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Socket connect(RunningProxy proxy) {
    return connect(proxy, "127.0.0.1");
  }
}

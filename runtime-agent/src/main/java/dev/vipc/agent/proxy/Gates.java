package dev.vipc.agent.proxy;

import dev.vipc.agent.net.Sockets;
import dev.vipc.agent.net.Syscall;
import dev.vipc.agent.net.SystemCallException;
import dev.vipc.agent.plan.Listen;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntConsumer;

/**
 * The listening sockets of all loops: one a loop for every place, so that the kernel shares out to
 * those loops that take new connections in.
 */
final class Gates {
  private static final int BACKLOG = 4096;

  private final Sockets sockets = new Sockets(new Syscall());
  private final List<Loop> loops;
  private final Map<Listen, Gate> open = new HashMap<>();
  private int taking;

  /**
   * Where one place is listened on; a listener for each loop.
   *
   * @param socket the first loop's
   */
  private record Gate(Service service, int socket, AtomicReferenceArray<Listener> listeners) {}

  Gates(List<Loop> loops) {
    this.loops = loops;
    taking = loops.size();
  }

  /** Has the first of the loops take new connections in, and the others none. */
  void take(int first) {
    taking = first;
    open.values().forEach(gate -> sockets.share(gate.socket(), first));
  }

  /** New listening sockets, which nobody accepts on yet. */
  record Opened(Map<Listen, List<Integer>> sockets) {}

  /**
   * Opens what is wanted and not open yet, all or nothing.
   *
   * @param wanted who serves each place
   */
  Opened open(Map<Listen, Service> wanted) throws SystemCallException {
    Map<Listen, List<Integer>> opened = new HashMap<>();
    try {
      for (Map.Entry<Listen, Service> entry : wanted.entrySet()) {
        Gate gate = open.get(entry.getKey());
        if (gate != null && gate.service() == entry.getValue()) continue;
        List<Integer> descriptors = new ArrayList<>();
        opened.put(entry.getKey(), descriptors);
        for (int i = 0; i < loops.size(); i++)
          descriptors.add(sockets.listen(address(entry.getKey()), BACKLOG));
        sockets.share(descriptors.getFirst(), taking);
      }
      return new Opened(opened);
    } catch (SystemCallException e) {
      opened.values().forEach(descriptors -> descriptors.forEach(sockets::close));
      throw e;
    }
  }

  private static InetSocketAddress address(Listen listen) {
    InetAddress any = InetAddress.ofLiteral("0.0.0.0");
    return new InetSocketAddress(listen.address().orElse(any), listen.port());
  }

  /** Accepts on the new sockets, and closes those that are not wanted any more. */
  void change(Map<Listen, Service> wanted, Opened opened) {
    for (Listen listen : Set.copyOf(open.keySet())) {
      Gate gate = open.get(listen);
      if (gate == null) continue;
      if (wanted.get(listen) != gate.service()) close(listen);
      else onEveryLoop(i -> gate.listeners().get(i).setKeepAlive());
    }
    opened.sockets().forEach((listen, descriptors) -> accept(listen, wanted, descriptors));
  }

  private void accept(Listen listen, Map<Listen, Service> wanted, List<Integer> descriptors) {
    Service service = wanted.get(listen);
    if (service == null) return;
    Gate gate = new Gate(service, descriptors.getFirst(), new AtomicReferenceArray<>(loops.size()));
    open.put(listen, gate);
    onEveryLoop(i -> gate.listeners().set(i, loops.get(i).accept(service, descriptors.get(i))));
  }

  private void close(Listen listen) {
    Gate gate = open.remove(listen);
    if (gate != null) onEveryLoop(i -> loops.get(i).close(gate.listeners().get(i)));
  }

  /** Accepts nothing any more. */
  void closeAll() {
    Set.copyOf(open.keySet()).forEach(this::close);
  }

  private void onEveryLoop(IntConsumer action) {
    CountDownLatch done = new CountDownLatch(loops.size());
    for (int i = 0; i < loops.size(); i++) {
      int loop = i;
      loops
          .get(i)
          .post(
              () -> {
                action.accept(loop);
                done.countDown();
              });
    }
    try {
      done.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}

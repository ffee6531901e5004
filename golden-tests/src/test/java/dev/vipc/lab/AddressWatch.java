package dev.vipc.lab;

import dev.vipc.agent.net.NetworkListener;
import dev.vipc.agent.net.NetworkMonitor;
import dev.vipc.agent.net.Poller;
import dev.vipc.agent.net.Syscall;
import dev.vipc.agent.vrrp.IpAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Notes when which host gets or loses an address, as the kernels of the hosts tell it. */
public final class AddressWatch implements AutoCloseable {
  /** Long enough to wait for nothing, short enough to end soon. */
  private static final long PATIENCE_NANOS = 50_000_000;

  /**
   * A host got or lost the address.
   *
   * @param nanos of {@link System#nanoTime}
   */
  public record Change(long nanos, Host host, boolean holds) {}

  private final IpAddress address;
  private final List<Change> changes = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closing;

  public AddressWatch(IpAddress address, List<Host> hosts) {
    this.address = address;
    for (Host host : hosts) watch(host);
  }

  private void watch(Host host) {
    var kernel = new Syscall();
    NetworkMonitor monitor =
        host.namespace().open(() -> new NetworkMonitor(kernel, new Listener(host)));
    threads.add(Thread.ofPlatform().daemon().start(() -> follow(kernel, monitor)));
  }

  private void follow(Syscall kernel, NetworkMonitor monitor) {
    var poller = new Poller(kernel, 1);
    poller.watchReadable(0, monitor.descriptor());
    while (!closing) {
      poller.await(PATIENCE_NANOS);
      if (poller.isReady(0)) monitor.read();
    }
    monitor.close();
  }

  /** Everything so far, in order. */
  public synchronized List<Change> changes() {
    return List.copyOf(changes);
  }

  /** The hosts that hold the address now. */
  public synchronized List<Host> holders() {
    Map<Host, Boolean> holds = new HashMap<>();
    changes.forEach(change -> holds.put(change.host(), change.holds()));
    return holds.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).toList();
  }

  private synchronized void note(Host host, boolean holds) {
    if (holders().contains(host) != holds) changes.add(new Change(System.nanoTime(), host, holds));
  }

  @Override
  public void close() {
    closing = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private final class Listener implements NetworkListener {
    private final Host host;

    Listener(Host host) {
      this.host = host;
    }

    @Override
    public void reset() {}

    @Override
    public void link(
        int index, boolean running, ByteBuffer message, int nameAt, int nameBytes, int macAt) {}

    @Override
    public void linkGone(int index) {}

    @Override
    public void address(
        int index, boolean v6, long high, long low, int prefixLength, boolean usable, int mark) {
      if (address.v6() == v6 && address.is(high, low)) note(host, true);
    }

    @Override
    public void addressGone(int index, boolean v6, long high, long low, int prefixLength) {
      if (address.v6() == v6 && address.is(high, low)) note(host, false);
    }
  }
}

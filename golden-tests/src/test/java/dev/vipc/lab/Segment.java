package dev.vipc.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * One Ethernet segment: a bridge in a namespace of its own, and the hosts on it. A second bridge
 * stands beside it for partitions.
 */
public final class Segment implements AutoCloseable {
  /** The bridge on which everybody is at first. */
  static final String BRIDGE = "br0";

  /** The bridge of those who are cut off. */
  static final String ASIDE = "br1";

  private final String prefix =
      "vl" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt() & 0xfffffff, 7);
  private final NetworkNamespace namespace = NetworkNamespace.make(prefix + "-br");
  private final Path folder;
  private final List<Host> hosts = new ArrayList<>();

  /** Ends what an interrupted run leaves: this JVM's end is the hosts'. */
  private final Thread atTheEnd = new Thread(this::clear);

  public Segment() {
    Runtime.getRuntime().addShutdownHook(atTheEnd);
    try {
      folder = Files.createTempDirectory("vipc-lab");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (String bridge : List.of(BRIDGE, ASIDE))
      Shell.ip(
          namespace.name(),
          """
          link add %1$s type bridge mcast_snooping 0 forward_delay 0
          link set dev %1$s addrgenmode none
          link set dev %1$s up
          """
              .formatted(bridge));
  }

  /** The bridges' namespace. */
  NetworkNamespace namespace() {
    return namespace;
  }

  /**
   * Adds a host with one interface, {@code eth0}.
   *
   * @param name at most ten letters
   * @param addresses with prefix lengths, as {@code ip addr add} takes them
   */
  public Host addHost(String name, List<String> addresses) {
    Host host = new Host(this, prefix, name, addresses, folder);
    hosts.add(host);
    return host;
  }

  /** Takes the carrier of a host's interface away, as when its cable is pulled. */
  public void pull(Host host) {
    Shell.ip(namespace.name(), "link set dev " + host.port() + " down\n");
  }

  /** Gives the carrier back. */
  public void plug(Host host) {
    Shell.ip(namespace.name(), "link set dev " + host.port() + " up\n");
  }

  /** Cuts a host off from the others; nobody notices a carrier change. */
  public void part(Host host) {
    Shell.ip(namespace.name(), "link set dev " + host.port() + " master " + ASIDE + "\n");
  }

  /** Brings it back. */
  public void rejoin(Host host) {
    Shell.ip(namespace.name(), "link set dev " + host.port() + " master " + BRIDGE + "\n");
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atTheEnd);
    clear();
  }

  private void clear() {
    hosts.forEach(Host::close);
    namespace.close();
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

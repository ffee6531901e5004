package dev.vipc.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A host: a network, a mount and a process namespace. Its first process reaps, since with a zombie
 * left behind {@code killall -0} would go on to succeed. {@code /run} and what programs keep there
 * is its own.
 */
public final class Host implements AutoCloseable {
  private static final String INIT =
      """
      mount -t tmpfs run /run
      for folder in /var/lib/haproxy; do [ ! -d $folder ] || mount -t tmpfs own $folder; done
      echo ready
      while :; do sleep 1000 & wait $!; done
      """;

  private final String name;
  private final String port;
  private final Path folder;
  private final NetworkNamespace namespace;
  private final Process unshare;
  private final long init;
  private final List<Running> running = new ArrayList<>();

  Host(Segment segment, String prefix, String name, List<String> addresses, Path root) {
    this.name = name;
    this.port = "p-" + name;
    this.folder = root.resolve(name);
    this.namespace = NetworkNamespace.make(prefix + "-" + name);
    Shell.ip(
        namespace.name(),
        "link add eth0 type veth peer name %s netns %s\n"
                .formatted(port, segment.namespace().name())
            + "link set dev eth0 addrgenmode none\nlink set dev lo up\nlink set dev eth0 up\n"
            + addresses.stream().map(Host::addition).collect(Collectors.joining()));
    Shell.ip(
        segment.namespace().name(),
        "link set dev %1$s addrgenmode none\nlink set dev %1$s master %2$s\nlink set dev %1$s up\n"
            .formatted(port, Segment.BRIDGE));
    try {
      Files.createDirectories(folder);
      unshare =
          new ProcessBuilder(
                  "ip",
                  "netns",
                  "exec",
                  namespace.name(),
                  "unshare",
                  "--mount",
                  "--pid",
                  "--fork",
                  "--mount-proc",
                  "--kill-child",
                  "bash",
                  "-c",
                  INIT)
              .redirectErrorStream(true)
              .start();
      String said = unshare.inputReader().readLine();
      if (!"ready".equals(said)) throw new IllegalStateException("no host: " + said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    init = unshare.children().findFirst().orElseThrow().pid();
  }

  private static String addition(String address) {
    return "addr add dev eth0 %s%s\n".formatted(address, address.contains(":") ? " nodad" : "");
  }

  public String name() {
    return name;
  }

  /** Its side of the bridge. */
  String port() {
    return port;
  }

  NetworkNamespace namespace() {
    return namespace;
  }

  /** Writes a file that the host's programs can read, and gives its path. */
  public Path write(String file, String text) {
    try {
      return Files.writeString(folder.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A folder of the host, outside of what it has for itself. */
  public Path folder() {
    return folder;
  }

  /** Starts a program on the host; what it says is kept. */
  public Running start(String... command) {
    try {
      Path log = Files.createTempFile(folder, "log", ".txt");
      Process process =
          new ProcessBuilder(inside(command))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      Running started = new Running(process, log);
      running.add(started);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The output of a short command on the host that must end well. */
  public String run(String... command) {
    return Shell.run(inside(command), "");
  }

  /** The words before a command of this machine that put it into the host. */
  public List<String> entrance() {
    return List.of("nsenter", "-t", Long.toString(init), "-m", "-p", "-n", "--");
  }

  /** The words before a command that is to have the host's network and all else of this machine. */
  public List<String> networkEntrance() {
    return List.of("ip", "netns", "exec", namespace.name());
  }

  private List<String> inside(String... command) {
    List<String> all = new ArrayList<>(entrance());
    all.addAll(List.of(command));
    return all;
  }

  @Override
  public void close() {
    running.forEach(Running::kill);
    // its death is that of init, and init's is that of everything inside
    unshare.destroyForcibly();
    try {
      unshare.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    namespace.close();
  }
}

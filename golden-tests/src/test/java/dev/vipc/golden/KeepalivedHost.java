package dev.vipc.golden;

import dev.vipc.model.IpAddress;
import dev.vipc.source.Located;
import dev.vipc.spec.HaSpec;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.Track;
import dev.vipc.spec.VirtualAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A node of a spec as a network and a mount namespace of this machine: its interfaces with their
 * addresses, and its emitted files at their places. It ends with the command that runs in it.
 *
 * @param root the output folder
 */
record KeepalivedHost(HaSpec spec, SpecNode node, Path root) {
  private static final String FILE = "/etc/keepalived/keepalived.conf";

  /** How a log line of keepalived 2.2.7 begins to complain. */
  private static final List<String> COMPLAINTS =
      List.of("WARNING", "Error", "error", "Unable", "Disabling", "gnoring", "SECURITY", "Unknown");

  /** With another script user the configuration test of Debian's 2.2.7 kills itself. */
  boolean runsScriptsAsRoot() {
    return spec.tracksOn(node, VirtualAddress.Engine.KEEPALIVED).stream()
        .noneMatch(
            track ->
                track instanceof Track.OfScript script && !script.user().value().equals("root"));
  }

  /** {@code keepalived -t}. */
  Command check() {
    return inside("keepalived -t -f " + FILE);
  }

  /** Three seconds of the daemon, long enough to read everything and to run each script. */
  Command runBriefly() {
    return inside("mount -t tmpfs run /run; timeout 3 keepalived -n -l -D -f " + FILE);
  }

  /** The lines in which the daemon says that something is not as the file has it. */
  String complaints(Command run) {
    return run.output()
        .lines()
        .filter(line -> COMPLAINTS.stream().anyMatch(line::contains))
        .collect(Collectors.joining("\n"));
  }

  private Command inside(String command) {
    String script =
        """
        set -e
        ip link set lo up
        %s
        mount -t tmpfs etc /etc/keepalived
        cp -r "%s/." /etc/keepalived
        %s
        """
            .formatted(
                interfaces().map(this::makeInterface).collect(Collectors.joining("\n")),
                root.resolve(node.name().value()).resolve("etc/keepalived").toAbsolutePath(),
                command);
    return Command.run("unshare", "--net", "--mount", "sh", "-c", script);
  }

  private Stream<String> interfaces() {
    return Stream.of(
            node.iface().map(Located::value).stream(),
            spec.routersOn(node, VirtualAddress.Engine.KEEPALIVED).stream()
                .map(router -> router.iface().value()),
            spec.tracksOn(node, VirtualAddress.Engine.KEEPALIVED).stream()
                .filter(Track.OfInterface.class::isInstance)
                .map(Track::name))
        .flatMap(names -> names)
        .distinct();
  }

  /** One end of a pair, so that it has a carrier. */
  private String makeInterface(String name) {
    String make =
        """
        ip link add '%1$s' type veth peer name peer$((peers = peers + 1))
        ip link set peer$peers up
        ip link set '%1$s' up
        """
            .formatted(name);
    boolean own = node.iface().map(iface -> iface.value().equals(name)).orElse(false);
    return own
        ? make
            + node.addresses().stream()
                .map(at -> addAddress(name, at.value()))
                .collect(Collectors.joining())
        : make;
  }

  private static String addAddress(String iface, IpAddress address) {
    return "ip addr add %s/%d dev '%s' %s\n"
        .formatted(address, address.isV6() ? 64 : 24, iface, address.isV6() ? "nodad" : "");
  }
}

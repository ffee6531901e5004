package dev.vipc.lab.vrrp;

import dev.vipc.agent.Main;
import dev.vipc.lab.Host;
import dev.vipc.lab.Running;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Who takes part on a host. */
enum Program {
  VIPD,
  KEEPALIVED;

  Running start(Host host, Membership membership) {
    return switch (this) {
      case VIPD -> host.start(vipd(host.write("plan.json", membership.vipd())));
      case KEEPALIVED ->
          host.start(
              "keepalived",
              "-n",
              "-l",
              "-D",
              "-P",
              "-f",
              host.write("keepalived.conf", membership.keepalived()).toString());
    };
  }

  /** The vip process alone, as {@code vipd run} starts it. */
  static String[] vipd(Path plan) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:-UsePerfData", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-Xms8m", "-Xmx64m", "-Xmn3m", "-XX:ReservedCodeCacheSize=8m"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", agent()));
    command.addAll(List.of(Main.class.getName(), "vip", plan.toString()));
    return command.toArray(String[]::new);
  }

  private static String agent() {
    try {
      return Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As in the tables of `docs`: the first letter. */
  char letter() {
    return name().charAt(0);
  }
}

package dev.vipc.syntax;

import dev.vipc.diagnostic.Findings;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.haproxy.HaproxySyntax;
import dev.vipc.syntax.keepalived.KeepalivedSyntax;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;

/** Prints how many lines a second the parsers read, pass by pass from JVM start. */
final class ParseSpeed {
  private static final int LINES = 100_000;
  private static final int PASSES = 12;

  private ParseSpeed() {}

  public static void main(String[] arguments) {
    SourceFile haproxy = new SourceFile("haproxy.cfg", haproxy());
    SourceFile keepalived = new SourceFile("keepalived.conf", keepalived());
    measure("haproxy", () -> HaproxySyntax.parse(haproxy, new Findings()));
    measure("keepalived", () -> KeepalivedSyntax.parse(keepalived, new Findings()));
  }

  private static void measure(String name, Supplier<Document> parse) {
    for (int pass = 1; pass <= PASSES; pass++) {
      long start = System.nanoTime();
      long startCpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      int statements = parse.get().statements().size();
      double seconds = (System.nanoTime() - start) / 1e9;
      double cpu = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - startCpu) / 1e9;
      System.out.printf(
          "%s pass %d: %.0f lines/s, %.0f lines a second of processor time (%d statements)%n",
          name, pass, LINES / seconds, LINES / cpu, statements);
    }
  }

  private static String haproxy() {
    StringBuilder text = new StringBuilder();
    for (int line = 0; line < LINES; line += 10)
      text.append("backend apiserver-")
          .append(line)
          .append('\n')
          .append("    mode tcp\n    balance roundrobin\n    # the three control planes\n")
          .append("    option httpchk GET /readyz\n    http-check expect status 200\n")
          .append(
              "    server cp0 10.0.0.11:6443 check check-ssl verify none inter 2s rise 2 fall 3\n")
          .append(
              "    server cp1 10.0.0.12:6443 check check-ssl verify none inter 2s rise 2 fall 3\n")
          .append(
              "    server cp2 10.0.0.13:6443 check check-ssl verify none inter 2s rise 2 fall 3\n")
          .append('\n');
    return text.toString();
  }

  private static String keepalived() {
    StringBuilder text = new StringBuilder();
    for (int line = 0; line < LINES; line += 10)
      text.append("vrrp_instance VI_")
          .append(line)
          .append(" {\n")
          .append("    state BACKUP\n    interface eth0 # the uplink\n    virtual_router_id 51\n")
          .append("    priority 100\n    advert_int 1\n    virtual_ipaddress {\n")
          .append("        192.168.1.1/24 dev eth0\n    }\n}\n");
    return text.toString();
  }
}

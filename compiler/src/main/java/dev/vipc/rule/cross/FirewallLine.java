package dev.vipc.rule.cross;

import dev.vipc.diagnostic.Fix;
import dev.vipc.model.Firewall;
import dev.vipc.model.Firewall.Dialect;
import dev.vipc.picture.Flow;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;

/** The line that lets a flow in, in the language of the firewall's file. */
final class FirewallLine {
  private FirewallLine() {}

  /**
   * Adds the line below the last one that opens something for a port; absent where the file has
   * none, since there is nothing to follow.
   */
  static Optional<Fix> opening(Firewall firewall, Flow flow) {
    return firewall.openings().reversed().stream()
        .filter(opening -> opening.protocol() > 0 && opening.span().file() == firewall.file())
        .filter(opening -> isBefore(opening.span(), firewall))
        .findFirst()
        .map(Firewall.Opening::span)
        .map(
            last ->
                new Fix(
                    "let " + flow.packets() + " in",
                    false,
                    List.of(new Fix.Edit(nextLine(last), line(firewall, last, flow)))));
  }

  /** Behind what refuses the rest, a rule does nothing; a policy and a zone stand above. */
  private static boolean isBefore(Span opening, Firewall firewall) {
    boolean ordered =
        firewall.dialect() == Dialect.NFTABLES
            || firewall.dialect() == Dialect.IPTABLES_SAVE
            || firewall.dialect() == Dialect.IPTABLES_COMMANDS;
    boolean last = firewall.openings().stream().allMatch(o -> behind(firewall, o.span()));
    return !ordered || last || !behind(firewall, opening);
  }

  private static boolean behind(Firewall firewall, Span opening) {
    return firewall.refusal().filter(refusal -> refusal.start() < opening.start()).isPresent();
  }

  private static Span nextLine(Span last) {
    String text = last.file().text();
    int end = text.indexOf('\n', last.end());
    int at = end < 0 ? text.length() : end + 1;
    return last.file().span(at, at);
  }

  private static String line(Firewall firewall, Span last, Flow flow) {
    SourceFile file = last.file();
    int start = file.text().lastIndexOf('\n', Math.max(0, last.start() - 1)) + 1;
    if (last.start() == 0) start = 0;
    String before = file.text().substring(start, last.start());
    String gap = file.text().indexOf('\n', last.end()) < 0 ? "\n" : "";
    return gap + words(firewall.dialect(), before, flow) + "\n";
  }

  private static String words(Dialect dialect, String before, Flow flow) {
    String indent = before.substring(0, before.length() - before.stripLeading().length());
    return switch (dialect) {
      case NFTABLES -> nft(before, flow);
      case IPTABLES_SAVE -> "-A INPUT " + iptables(flow);
      case IPTABLES_COMMANDS -> before + "iptables -A INPUT " + iptables(flow);
      case FIREWALLD_ZONE -> indent + zone(flow);
      case FIREWALL_CMD -> before + cmd(flow);
      case UFW -> before + "ufw allow " + ufw(flow);
    };
  }

  /** A rule in a chain has only its own words on the line; a command has its own begin. */
  private static String nft(String before, Flow flow) {
    String packets =
        switch (flow.protocol()) {
          case Flow.TCP -> "tcp dport " + ports(flow, "-");
          case Flow.UDP -> "udp dport " + ports(flow, "-");
          default -> "meta l4proto " + flow.protocol();
        };
    return before + packets + " accept";
  }

  private static String iptables(Flow flow) {
    return switch (flow.protocol()) {
      case Flow.TCP -> "-p tcp -m tcp --dport " + ports(flow, ":") + " -j ACCEPT";
      case Flow.UDP -> "-p udp -m udp --dport " + ports(flow, ":") + " -j ACCEPT";
      default -> "-p " + flow.protocol() + " -j ACCEPT";
    };
  }

  private static String zone(Flow flow) {
    return switch (flow.protocol()) {
      case Flow.TCP -> "<port protocol=\"tcp\" port=\"%s\"/>".formatted(ports(flow, "-"));
      case Flow.UDP -> "<port protocol=\"udp\" port=\"%s\"/>".formatted(ports(flow, "-"));
      default -> "<protocol value=\"%s\"/>".formatted(name(flow));
    };
  }

  private static String cmd(Flow flow) {
    return switch (flow.protocol()) {
      case Flow.TCP -> "--add-port=" + ports(flow, "-") + "/tcp";
      case Flow.UDP -> "--add-port=" + ports(flow, "-") + "/udp";
      default -> "--add-protocol=" + name(flow);
    };
  }

  private static String ufw(Flow flow) {
    return switch (flow.protocol()) {
      case Flow.TCP -> ports(flow, ":") + "/tcp";
      case Flow.UDP -> ports(flow, ":") + "/udp";
      default -> "proto %s from any".formatted(name(flow));
    };
  }

  private static String name(Flow flow) {
    return switch (flow.protocol()) {
      case Flow.VRRP -> "vrrp";
      case 4 -> "ipencap";
      default -> String.valueOf(flow.protocol());
    };
  }

  private static String ports(Flow flow, String dash) {
    return flow.firstPort() == flow.lastPort()
        ? String.valueOf(flow.firstPort())
        : flow.firstPort() + dash + flow.lastPort();
  }
}

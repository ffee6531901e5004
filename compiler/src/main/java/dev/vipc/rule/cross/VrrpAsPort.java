package dev.vipc.rule.cross;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.Firewall;
import dev.vipc.model.Firewall.Opening;
import dev.vipc.picture.Flow;
import dev.vipc.rule.Rule;
import dev.vipc.source.Span;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds firewalls that open a port 112 for VRRP. */
@AutoService(Rule.class)
public final class VrrpAsPort implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KA013",
          "vrrp-as-port",
          Severity.ERROR,
          """
          The firewall opens TCP or UDP port 112, and VRRP is no port.

          VRRP is IP protocol 112: its packets have no ports, so the line lets in what nobody sends, and the \
          advertisements are dropped. Each machine then takes the virtual address for itself. The table of a well-known \
          guide lists `tcp 112`, and scripts follow it. Source: RFC 9568 section 5.1.1.4.

          The rule speaks where the same file does not let protocol 112 in as well. That some clouds drop multicast \
          whatever the firewall says is in no file.

          Let the protocol in: `meta l4proto 112 accept` for nftables, `-p 112 -j ACCEPT` for iptables, \
          `--add-protocol=vrrp` or `<protocol value="vrrp"/>` for firewalld.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .all(Firewall.class)
        .filter(firewall -> isIn(firewall.openings()))
        .forEach(firewall -> check(firewall, out));
  }

  /** Whether a port 112 is opened, and protocol 112 is not. */
  static boolean isIn(List<Opening> openings) {
    return openings.stream().anyMatch(VrrpAsPort::isPort)
        && openings.stream().noneMatch(opening -> opening.speaksOf(Flow.VRRP, 0));
  }

  private static boolean isPort(Opening opening) {
    boolean transport = opening.protocol() == Flow.TCP || opening.protocol() == Flow.UDP;
    return transport && opening.firstPort() == Flow.VRRP && opening.lastPort() == Flow.VRRP;
  }

  private static void check(Firewall firewall, Reporter out) {
    Set<Span> said = new HashSet<>();
    for (Opening opening : firewall.openings())
      if (isPort(opening) && said.add(opening.span()))
        out.report(
            Diagnostic.of(
                    META,
                    opening.span(),
                    "opens port 112, and VRRP is IP protocol 112, which has no ports")
                .help("let in " + instead(firewall)));
  }

  private static String instead(Firewall firewall) {
    return switch (firewall.dialect()) {
      case NFTABLES -> "protocol 112 by `meta l4proto 112 accept`";
      case IPTABLES_SAVE, IPTABLES_COMMANDS -> "protocol 112 by `-p 112 -j ACCEPT`";
      case FIREWALLD_ZONE -> "protocol 112 by `<protocol value=\"vrrp\"/>`";
      case FIREWALL_CMD -> "protocol 112 by `--add-protocol=vrrp`";
      case UFW -> "protocol 112 by `ufw allow proto vrrp from any`";
    };
  }
}

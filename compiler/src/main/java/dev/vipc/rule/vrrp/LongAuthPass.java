package dev.vipc.rule.vrrp;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.Hole;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A password of which keepalived reads only the beginning. */
@AutoService(Rule.class)
public final class LongAuthPass implements Rule {
  public static final RuleMeta META =
      new RuleMeta(
              "KA001",
              "auth-pass-too-long",
              Severity.ERROR,
              """
              An `auth_pass` is longer than the eight octets that VRRP version 2 carries.

              The authentication field of a VRRPv2 advertisement has eight octets (RFC 2338, section
              5.3.10). keepalived cuts a longer password, reports an error, and `keepalived -t` exits
              with status 5 (measured with 2.2.7 and 2.4.3). Two passwords that differ only after the
              eighth octet are the same password, so a second cluster on the segment that was given
              "another" one is let in; a peer that is no keepalived may cut elsewhere, and then both
              hold the address.

              Write the first eight octets only, the same ones on every node. That changes nothing on
              the wire.
              """)
          .withFix();

  private static final Pattern PLACEHOLDER = Pattern.compile("([A-Z][A-Z0-9]*_)[A-Z0-9_]+");

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .parts()
        .forEach(
            parts ->
                parts.all(VrrpDaemon.class).forEach(d -> check(d, parts.all(Hole.class), out)));
  }

  private static void check(VrrpDaemon daemon, List<Hole> holes, Reporter out) {
    List<Located<String>> tooLong =
        daemon.routers().stream()
            .flatMap(router -> router.password().located().stream())
            .filter(password -> octets(password.value()).length > AuthPass.OCTETS)
            .filter(password -> holes.stream().noneMatch(hole -> isAlike(password, hole)))
            .toList();
    if (tooLong.isEmpty()) return;
    Located<String> first = tooLong.getFirst();
    Diagnostic finding =
        Diagnostic.of(
                META,
                first.span(),
                "`auth_pass` has %d octets, and keepalived reads only the first 8"
                    .formatted(octets(first.value()).length))
            .help("write at most 8 octets, the same on every node of the virtual router");
    for (Located<String> other : tooLong.subList(1, tooLong.size()))
      finding = finding.also(other.span(), "and here %d".formatted(octets(other.value()).length));
    out.report(fix(tooLong).map(finding::fix).orElse(finding));
  }

  /**
   * Whether it is spelt as a placeholder of the same template: {@code ACME_PASS}, {@code ACME_IP}.
   */
  private static boolean isAlike(Located<String> password, Hole hole) {
    Matcher spelt = PLACEHOLDER.matcher(password.value());
    return spelt.matches() && hole.name().value().startsWith(spelt.group(1));
  }

  /** Absent where the cut would fall into the middle of a character. */
  private static Optional<Fix> fix(List<Located<String>> passwords) {
    if (passwords.stream().anyMatch(password -> AuthPass.cut(password.value()).isEmpty()))
      return Optional.empty();
    List<Fix.Edit> edits =
        passwords.stream()
            .map(p -> new Fix.Edit(p.span(), AuthPass.cut(p.value()).orElseThrow()))
            .toList();
    return Optional.of(new Fix("cut it to the 8 octets that keepalived reads", true, edits));
  }

  private static byte[] octets(String password) {
    return password.getBytes(StandardCharsets.UTF_8);
  }
}

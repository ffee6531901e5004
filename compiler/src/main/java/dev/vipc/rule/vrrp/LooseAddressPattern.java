package dev.vipc.rule.vrrp;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.CheckScript;
import dev.vipc.model.CheckScript.AddressGrep;
import dev.vipc.model.Deployment;
import dev.vipc.model.IpAddress;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.Optional;

/** A grep that takes one address for another. */
@AutoService(Rule.class)
public final class LooseAddressPattern implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KA019",
              "loose-address-pattern",
              Severity.WARNING,
              """
              A script looks for an address with a pattern that also matches other addresses.

              `ip addr | grep 10.0.0.1` also finds 10.0.0.10 and 10.0.0.100, so a node whose own
              address begins like the virtual one believes that it holds it, and runs the part of the
              script that is for the holder. A dot matches any character as well.

              `ip addr` prints `inet ADDRESS/LENGTH`: write a pattern that ends at the slash, such as
              `grep -q 'inet 10\\.0\\.0\\.1/'`, or ask `ip addr show to 10.0.0.1`.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .all(CheckScript.class)
        .flatMap(script -> script.addressGreps().stream())
        .filter(grep -> !grep.anchored())
        .forEach(grep -> out.report(finding(grep)));
  }

  private static Diagnostic finding(AddressGrep grep) {
    Located<String> pattern = grep.pattern();
    Diagnostic finding =
        Diagnostic.of(
                META,
                pattern.span(),
                "`grep` for `%s` also matches longer addresses".formatted(pattern.value()))
            .help("let the pattern end at the slash that `ip addr` prints after the address");
    return better(pattern)
        .map(text -> finding.fix(Fix.replace(pattern.span(), text, "match the whole address")))
        .orElse(finding);
  }

  /** What to write instead; absent where the pattern is more than an address or a variable. */
  private static Optional<String> better(Located<String> pattern) {
    String raw = pattern.span().text().replaceAll("^[\"']|[\"']$", "");
    if (raw.matches("\\$\\w+|\\$\\{\\w+}")) return Optional.of("\"inet " + raw + "/\"");
    String plain = raw.replace("\\.", ".");
    if (IpAddress.parse(plain).filter(address -> !address.isV6()).isEmpty())
      return Optional.empty();
    return Optional.of("'inet " + plain.replace(".", "\\.") + "/'");
  }
}

package dev.vipc.check.keepalived;

import dev.vipc.keyword.Keyword;
import dev.vipc.keyword.KeywordFindings;
import dev.vipc.model.BuildOptions;
import dev.vipc.syntax.keepalived.reading.ReadLine;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The options that a keepalived was built with, as far as they change its language: those that the
 * target states, and else those of the distributions' packages, which have SNMP and DBus and use
 * nftables instead of iptables (measured with Debian's 2.2.7).
 */
final class Builds {
  static final Set<String> KNOWN = Set.of("snmp", "dbus", "iptables");
  private static final Set<String> PACKAGED = Set.of("snmp", "dbus");

  private final BuildOptions stated;
  private final Refusals refusals;

  Builds(BuildOptions stated, Refusals refusals) {
    this.stated = stated;
    this.refusals = refusals;
  }

  /** Says that a keyword needs a build option, or that the build does not have it. */
  void require(Keyword keyword, ReadLine line) {
    Optional<String> option = keyword.build();
    if (option.isEmpty()) return;
    String name = option.get();
    String message = "`%s` needs a keepalived built with %s".formatted(line.keyword(), name);
    boolean packaged = PACKAGED.contains(name.toLowerCase(Locale.ROOT));
    Optional<Boolean> said = stated.has(name);
    if (said.orElse(packaged)) {
      if (said.isEmpty()) refusals.assume(KeepalivedFindings.MACHINE, line.keywordSpan(), message);
      return;
    }
    refusals.refuse(
        KeywordFindings.NOT_BUILT_IN,
        line.keywordSpan(),
        message
            + ", which %s is not".formatted(said.isPresent() ? "the target" : "the distributions'"),
        packaged ? "delete the line, or run a build that has it" : "write `nftables`");
  }
}

package dev.vipc.check.keepalived;

import dev.vipc.keyword.Keyword;
import dev.vipc.keyword.KeywordFindings;
import dev.vipc.syntax.keepalived.reading.ReadLine;
import java.util.Optional;
import java.util.Set;

/**
 * The options that a keepalived was built with, as far as they change its language: those of the
 * distributions' packages, which have SNMP and DBus and use nftables instead of iptables (measured
 * with Debian's 2.2.7).
 */
final class Builds {
  private static final Set<String> PACKAGED = Set.of("SNMP", "DBus");

  private final Refusals refusals;

  Builds(Refusals refusals) {
    this.refusals = refusals;
  }

  /** Says that a keyword needs a build option, or that the build does not have it. */
  void require(Keyword keyword, ReadLine line) {
    Optional<String> option = keyword.build();
    if (option.isEmpty()) return;
    String message =
        "`%s` needs a keepalived built with %s".formatted(line.keyword(), option.get());
    if (PACKAGED.contains(option.get()))
      refusals.assume(KeepalivedFindings.MACHINE, line.keywordSpan(), message);
    else
      refusals.refuse(
          KeywordFindings.UNKNOWN,
          line.keywordSpan(),
          message + ", which the distributions' is not",
          "write `nftables`");
  }
}

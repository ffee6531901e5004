package dev.vipc.cli.report;

import dev.vipc.diagnostic.RuleMeta;

/** Where a rule's documentation is. */
final class RulePage {
  private static final String SITE = "https://vipc.dev/";

  private RulePage() {}

  /** The page's path in the project. */
  static String path(RuleMeta rule) {
    return "docs/rules/" + rule.code() + ".md";
  }

  static String uri(RuleMeta rule) {
    return SITE + path(rule);
  }

  static String project() {
    return SITE;
  }
}

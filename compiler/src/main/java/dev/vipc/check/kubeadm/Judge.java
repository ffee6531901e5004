package dev.vipc.check.kubeadm;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.source.Span;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * By what a file is judged.
 *
 * @param release the minor release of kubeadm 1.x; without one, nothing is said that depends on it
 * @param lint whether lint asks: its own rules say some of this better
 * @param holes whether a value may be a hole of a template, of which nothing is said
 */
record Judge(OptionalInt release, boolean lint, boolean holes, Reporter out) {
  private static final Pattern HOLE =
      Pattern.compile(
          "\\$\\{|\\{\\{|\\{%|<"
              + "|(?<![A-Za-z0-9])[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+(?![A-Za-z0-9])"
              + "|(?<![A-Za-z0-9])_[A-Za-z0-9]+_(?![A-Za-z0-9])"
              + "|^[\"']?[A-Z][A-Z0-9]+[\"']?$");

  /** Whether the release is known and is at least this one. */
  boolean atLeast(int minor) {
    return release.isPresent() && release.getAsInt() >= minor;
  }

  /** Whether the release is known and is older than this one. */
  boolean before(int minor) {
    return release.isPresent() && release.getAsInt() < minor;
  }

  /** Whether the value stands for one that is to come. */
  boolean isHole(Scalar scalar) {
    if (!holes) return false;
    return HOLE.matcher(scalar.span().text()).find();
  }

  /** Whether the text is a template's own, in which both branches of a choice stand. */
  boolean branches() {
    return holes && !lint;
  }

  void report(RuleMeta rule, Span place, String message, String help) {
    out.report(Diagnostic.of(rule, place, message).help(help));
  }

  void report(RuleMeta rule, Scalar value, String saying, String help) {
    report(rule, value.span(), "`%s` %s".formatted(value.value(), saying), help);
  }
}

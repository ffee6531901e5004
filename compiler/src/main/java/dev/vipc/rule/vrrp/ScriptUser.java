package dev.vipc.rule.vrrp;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.model.VrrpDaemon.TrackScript;
import dev.vipc.rule.Rule;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Scripts that keepalived runs without its script security, or as nobody it knows. */
@AutoService(Rule.class)
public final class ScriptUser implements Rule {
  public static final RuleMeta META =
      new RuleMeta(
              "KA023",
              "script-security-incomplete",
              Severity.WARNING,
              """
              Scripts are run without `enable_script_security`, or with it and without a user.

              Without it keepalived runs its scripts as root, whoever may write them; the daemon does so all
              the same, but `keepalived -t` reports a SECURITY VIOLATION and ends with exit status 6
              (measured with 2.2.7), which `vipc check` calls refused. With it, and without `script_user`,
              scripts run as the user `keepalived_script`, which neither Debian's nor Red Hat's package
              makes: keepalived then removes the script ("Unable to set default user", exit status 5;
              measured with 2.2.7), and nothing is checked any more.

              Write both lines in `global_defs`. With the first one keepalived disables a script that runs
              as root and that somebody else may write: give the script and its folders to root.
              """)
          .withFix();
  private static final Pattern GLOBAL =
      Pattern.compile("(?m)^[ \\t]*global_defs[ \\t]*(?:\\R[ \\t]*)?\\{[ \\t]*(?:[#!].*)?$");
  private static final Pattern SECURITY = Pattern.compile("(?m)^[ \\t]*enable_script_security\\b");
  private static final Pattern USER = Pattern.compile("(?m)^[ \\t]*script_user\\b");
  private static final Pattern STATEMENT = Pattern.compile("(?m)^[ \\t]*[^\\s#!]");

  @Override
  public RuleMeta meta() {
    return META;
  }

  /** What lacks security altogether is said by the program's own check, with the same code. */
  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .parts()
        .filter(parts -> parts.all(VrrpDaemon.class).stream().allMatch(d -> d.includes().isEmpty()))
        .flatMap(parts -> parts.all(VrrpDaemon.class).stream())
        .forEach(daemon -> userless(daemon).ifPresent(out::report));
  }

  private static Optional<Diagnostic> userless(VrrpDaemon daemon) {
    if (!daemon.scriptSecurity().is(true) || !daemon.scriptUser().isUnset())
      return Optional.empty();
    List<TrackScript> orphans =
        ScriptsOf.tracked(daemon).stream().filter(script -> script.user().isUnset()).toList();
    if (orphans.isEmpty()) return Optional.empty();
    Span place = daemon.scriptSecurity().span().orElseThrow();
    Diagnostic finding =
        Diagnostic.of(
                META,
                place,
                "scripts run as `keepalived_script` here, and are removed where that user is missing")
            .also(orphans.getFirst().name().span(), "this script has no user")
            .help("write `script_user root`, or the user who is to run them");
    Span line = daemon.file().lineAt(place.start());
    boolean alone = line.text().strip().equals(place.text());
    return Optional.of(
        alone
            ? finding.fix(
                new Fix(
                    "run them as root",
                    false,
                    List.of(
                        new Fix.Edit(
                            Statements.afterLine(line),
                            Statements.indent(line) + "script_user root\n"))))
            : finding);
  }

  /** Adds what a file lacks of the two lines; absent where it says one of them for some hosts. */
  public static Optional<Fix> fix(SourceFile file) {
    String text = file.text();
    if (SECURITY.matcher(text).find() || text.contains("@")) return Optional.empty();
    String user = USER.matcher(text).find() ? "" : "script_user root\n";
    Matcher global = GLOBAL.matcher(text);
    if (global.find() && global.end() < text.length()) {
      String indent = "   ";
      String lines = indent + "enable_script_security\n" + (user.isEmpty() ? "" : indent + user);
      return Optional.of(added(file, global.end() + 1, lines));
    }
    Matcher first = STATEMENT.matcher(text);
    if (text.contains("global_defs") || !first.find()) return Optional.empty();
    String block =
        "global_defs {\n   enable_script_security\n"
            + (user.isEmpty() ? "" : "   " + user)
            + "}\n\n";
    return Optional.of(added(file, first.start(), block));
  }

  private static Fix added(SourceFile file, int at, String lines) {
    return new Fix(
        "run them as root, and only where nobody else may write them",
        true,
        List.of(new Fix.Edit(file.span(at, at), lines)));
  }
}

package dev.vipc.rule.cross;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Label;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.Hole;
import dev.vipc.model.Parts;
import dev.vipc.rule.Rule;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds what a template left open. */
@AutoService(Rule.class)
public final class UnresolvedPlaceholder implements Rule {
  private static final int MOST_NAMED = 4;

  /** Names that a file is not installed under. */
  private static final Pattern TEMPLATE_NAME =
      Pattern.compile(".*\\.(tpl|tmpl|template|j2|in|example)");

  private static final RuleMeta META =
      new RuleMeta(
          "XS003",
          "unresolved-placeholder",
          Severity.ERROR,
          """
          A placeholder of a template was never filled in.

          Guides print `${APISERVER_VIP}`, `<IP address>` or `LOAD_BALANCER_DNS` where the reader's own value
          belongs. keepalived keeps an undefined `${NAME}` as it stands, a shell and HAProxy read an unset variable
          as nothing (`bind *:${PORT}` without a port, `bind ${ADDRESS}:80` on every address), and kubeadm takes the
          name for a host name. Each name is reported once in a file, with its other places.

          A variable that the file assigns (`$NAME=` in keepalived.conf, `setenv` in haproxy.cfg, an assignment in a
          script), one with a default, and one that the program sets by itself is no placeholder. A `${NAME}` that
          HAProxy reads from its environment at start (in double quotes, or in an address) is an info, unless the
          file also holds a placeholder that HAProxy would not fill.

          Marks of a template engine (`{{ name }}`, `{% if ... %}`) are no placeholders but SYN014, once for a file:
          what stands between them is an expression, and the whole file is meant for that engine.

          A file whose name says that it is a template (`.tpl`, `.tmpl`, `.template`, `.j2`, `.in`, `.example`) is meant to have
          them: there all names together are one info.

          Write the value in the placeholder's place, or run the template through its engine first.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .parts()
        .map(UnresolvedPlaceholder::byFile)
        .forEach(files -> files.forEach((_, holes) -> checkFile(holes, out)));
  }

  private static Map<SourceFile, List<Hole>> byFile(Parts parts) {
    return parts.all(Hole.class).stream()
        .filter(hole -> !isWithinMark(hole.name().span()))
        .collect(
            Collectors.groupingBy(
                hole -> hole.name().span().file(), LinkedHashMap::new, Collectors.toList()));
  }

  /** Whether a template engine's mark around it makes it a name of that engine's. */
  private static boolean isWithinMark(Span name) {
    String text = name.file().text();
    int mark = text.lastIndexOf("{{", name.start());
    return mark > text.lastIndexOf('\n', name.start())
        && mark > text.lastIndexOf("}}", name.start());
  }

  private static void checkFile(List<Hole> holes, Reporter out) {
    boolean fromEnvironment = holes.stream().allMatch(Hole::environment);
    Map<String, List<Hole>> byName =
        holes.stream()
            .collect(
                Collectors.groupingBy(
                    hole -> hole.name().value(), LinkedHashMap::new, Collectors.toList()));
    if (TEMPLATE_NAME.matcher(holes.getFirst().name().span().file().path()).matches()) {
      out.report(template(byName));
      return;
    }
    byName.forEach(
        (name, places) -> out.report(fromEnvironment ? unset(name, places) : open(name, places)));
  }

  private static Diagnostic template(Map<String, List<Hole>> byName) {
    String names =
        byName.keySet().stream()
            .limit(MOST_NAMED)
            .map("`%s`"::formatted)
            .collect(Collectors.joining(", "));
    return Diagnostic.of(
            META,
            byName.values().iterator().next().getFirst().name().span(),
            "the template has %d placeholder%s to fill in: %s%s"
                .formatted(
                    byName.size(),
                    byName.size() == 1 ? "" : "s",
                    names,
                    byName.size() > MOST_NAMED ? " and more" : ""))
        .as(Severity.INFO)
        .help("lint the file that comes out of it");
  }

  private static Diagnostic open(String name, List<Hole> places) {
    return at(
        places,
        META.severity(),
        "`%s` was never filled in".formatted(name),
        "write the value that belongs here in the place of `%s`".formatted(name));
  }

  private static Diagnostic unset(String name, List<Hole> places) {
    return at(
        places,
        Severity.INFO,
        "`%s` comes from HAProxy's environment; where it is unset HAProxy reads nothing in its place"
            .formatted(name),
        "give it a default in double quotes, `\"${%s-VALUE}\"`, or set it with `presetenv`"
            .formatted(name.replaceAll("[${}]", "")));
  }

  private static Diagnostic at(List<Hole> places, Severity severity, String message, String help) {
    List<Label> others = new ArrayList<>();
    for (Hole hole : places.subList(1, places.size()))
      others.add(new Label(hole.name().span(), "also here"));
    return new Diagnostic(
        META,
        severity,
        message,
        places.getFirst().name().span(),
        others,
        Optional.of(help),
        Optional.empty());
  }
}

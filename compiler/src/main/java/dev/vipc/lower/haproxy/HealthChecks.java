package dev.vipc.lower.haproxy;

import dev.vipc.model.Proxy.CheckMethod;
import dev.vipc.model.Proxy.CheckMethod.Kind;
import dev.vipc.model.Proxy.CheckStep;
import dev.vipc.model.Setting;
import dev.vipc.source.Span;
import dev.vipc.syntax.Statement.Directive;
import dev.vipc.syntax.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The health-check lines of one section. The last method wins. Steps ({@code http-check}, {@code
 * tcp-check}) of a defaults section hold only where the section itself neither selects the method
 * anew nor writes steps of its own (tcpcheck.c of HAProxy).
 */
final class HealthChecks {
  private record Selected(
      Kind kind, String option, Setting<String> path, boolean inherited, Span span) {}

  private final List<Selected> methods = new ArrayList<>();
  private final Steps http = new Steps();
  private final Steps tcp = new Steps();

  HealthChecks() {}

  /** What a section starts with that takes these from its defaults. */
  HealthChecks inherit() {
    HealthChecks inherited = new HealthChecks();
    for (Selected m : methods)
      inherited.methods.add(new Selected(m.kind, m.option, m.path, true, m.span));
    inherited.http.inherited = http.inForce();
    inherited.tcp.inherited = tcp.inForce();
    return inherited;
  }

  /** Takes an {@code option} line; false where it selects no health check. */
  boolean select(Directive line, HaproxyValues values) {
    String option = line.words().get(1).value();
    Optional<Kind> selected = kind(option);
    if (selected.isEmpty()) return false;
    Kind kind = selected.get();
    if (kind == Kind.HTTP) http.replaced = true;
    if (kind == Kind.CONNECT) tcp.replaced = true;
    methods.add(new Selected(kind, option, path(line, kind, values), false, line.span()));
    return true;
  }

  /** Takes a {@code no option} line. */
  void deselect(String option) {
    methods.removeIf(method -> method.option.equals(option));
  }

  /** Takes an {@code http-check} or {@code tcp-check} line. */
  void step(Directive line) {
    if (line.words().size() < 2) return;
    List<Word> arguments = line.words().subList(2, line.words().size());
    CheckStep step =
        new CheckStep(
            line.words().get(1).value(),
            arguments.stream().map(Word::located).toList(),
            line.span());
    (line.keyword().equals("http-check") ? http : tcp).add(step);
  }

  List<CheckMethod> methods() {
    List<CheckMethod> all = new ArrayList<>(methods.size());
    for (Selected method : methods) all.add(method(method));
    return List.copyOf(all);
  }

  private CheckMethod method(Selected selected) {
    List<CheckStep> steps =
        switch (selected.kind) {
          case HTTP -> http.inForce();
          case CONNECT -> tcp.inForce();
          case TCP_SCRIPT, TLS_HELLO, OTHER -> List.of();
        };
    if (steps.isEmpty())
      return new CheckMethod(
          selected.kind, selected.path, false, steps, selected.inherited, selected.span);
    boolean tls = steps.stream().anyMatch(s -> s.action().equals("connect") && s.has("ssl"));
    boolean script =
        selected.kind == Kind.CONNECT && steps.stream().anyMatch(s -> s.action().equals("expect"));
    return new CheckMethod(
        script ? Kind.TCP_SCRIPT : selected.kind,
        sentPath(steps, selected.path),
        tls,
        steps,
        selected.inherited,
        selected.span);
  }

  private static Optional<Kind> kind(String option) {
    return switch (option) {
      case "httpchk" -> Optional.of(Kind.HTTP);
      case "tcp-check" -> Optional.of(Kind.CONNECT);
      case "ssl-hello-chk" -> Optional.of(Kind.TLS_HELLO);
      case "mysql-check",
          "pgsql-check",
          "redis-check",
          "ldap-check",
          "smtpchk",
          "spop-check",
          "external-check",
          "lb-agent-chk" ->
          Optional.of(Kind.OTHER);
      default -> Optional.empty();
    };
  }

  /** {@code option httpchk [[METHOD] URI [VERSION]]}. */
  private static Setting<String> path(Directive line, Kind kind, HaproxyValues values) {
    int words = line.words().size();
    if (kind != Kind.HTTP || words < 3) return Setting.unset();
    return values.text(line.words().get(words == 3 ? 2 : 3));
  }

  private static Setting<String> sentPath(List<CheckStep> steps, Setting<String> otherwise) {
    Setting<String> path = otherwise;
    for (CheckStep step : steps) {
      if (!step.action().equals("send")) continue;
      for (int i = 0; i + 1 < step.arguments().size(); i++)
        if (step.arguments().get(i).value().equals("uri"))
          path =
              Setting.of(step.arguments().get(i + 1).value(), step.arguments().get(i + 1).span());
    }
    return path;
  }

  /** Own steps replace inherited ones as soon as the section says something of its own. */
  private static final class Steps {
    private List<CheckStep> inherited = List.of();
    private final List<CheckStep> own = new ArrayList<>();
    private boolean replaced;

    void add(CheckStep step) {
      replaced = true;
      own.add(step);
    }

    List<CheckStep> inForce() {
      return replaced ? List.copyOf(own) : inherited;
    }
  }
}

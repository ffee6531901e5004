package dev.vipc.emit;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.keyword.HaproxySections;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.spec.Extra;
import dev.vipc.spec.Program;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.haproxy.HaproxySyntax;
import dev.vipc.syntax.keepalived.KeepalivedSyntax;
import dev.vipc.syntax.nginx.NginxSyntax;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Whether lines that a spec carries verbatim stay in the section that they are for: none may end it
 * or begin another one.
 */
final class CarriedLines {
  /** Tabs and line ends are a text's own; the rest no program's file holds. */
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");

  private CarriedLines() {}

  static void check(Build build) {
    for (Extra extra : build.spec().extra()) {
      check(build, extra);
    }
  }

  private static void check(Build build, Extra extra) {
    for (Located<String> line : extra.lines())
      if (CONTROL.matcher(line.value()).find()) {
        build.refuse(
            line.span(),
            "the line holds a control character",
            "write one entry of `lines` for each line, without control characters");
        return;
      }
    String text =
        extra.lines().stream().map(line -> line.value() + "\n").collect(Collectors.joining());
    if (!staysInside(extra.program().value(), text))
      build.refuse(
          place(extra),
          "the lines do not stay in `%s`".formatted(extra.section().value()),
          "close every block and quote that the lines open, and give another section an entry of"
              + " its own");
  }

  /** The one line, or the first of many. */
  private static Span place(Extra extra) {
    return extra.lines().getFirst().span();
  }

  private static boolean staysInside(Program program, String text) {
    return switch (program) {
      case KEEPALIVED -> staysInBlock(text);
      case HAPROXY -> staysInSection(text);
      case NGINX -> staysInContext(text);
      case ENVOY, KUBE_VIP, VIPD -> true;
    };
  }

  private static boolean staysInBlock(String text) {
    List<Diagnostic> faults = new ArrayList<>();
    List<Statement> statements =
        KeepalivedSyntax.parse(file("carried {\n" + text + "}\n"), faults::add).statements();
    return faults.isEmpty()
        && statements.size() == 1
        && statements.getFirst() instanceof Statement.Block;
  }

  private static boolean staysInContext(String text) {
    List<Diagnostic> faults = new ArrayList<>();
    List<Statement> statements =
        NginxSyntax.parse(file("carried {\n" + text + "}\n"), faults::add).statements();
    return faults.isEmpty()
        && statements.size() == 1
        && statements.getFirst() instanceof Statement.Block;
  }

  private static boolean staysInSection(String text) {
    List<Diagnostic> faults = new ArrayList<>();
    List<Statement> statements = HaproxySyntax.parse(file(text), faults::add).statements();
    return faults.isEmpty()
        && statements.stream()
            .noneMatch(
                statement ->
                    statement instanceof Statement.Directive line && HaproxySections.begins(line));
  }

  private static SourceFile file(String text) {
    return new SourceFile("carried lines", text);
  }
}

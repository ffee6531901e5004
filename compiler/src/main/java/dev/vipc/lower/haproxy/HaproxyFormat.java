package dev.vipc.lower.haproxy;

import com.google.auto.service.AutoService;
import dev.vipc.check.haproxy.HaproxyLint;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.keyword.KeywordCheck;
import dev.vipc.keyword.Release;
import dev.vipc.lower.Beside;
import dev.vipc.lower.Format;
import dev.vipc.lower.Holes;
import dev.vipc.lower.Variables;
import dev.vipc.model.Parts;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.Targets;
import dev.vipc.model.Version;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.Statement.Directive;
import dev.vipc.syntax.SyntaxFaults;
import dev.vipc.syntax.haproxy.HaproxySyntax;
import java.util.List;
import java.util.function.Consumer;

/** Reads haproxy.cfg. */
@AutoService(Format.class)
public final class HaproxyFormat implements Format {
  /**
   * Characters that one thread reads before another begins beside it: meanwhile the JVM's compiler
   * has the other core for the code that both then run.
   */
  private static final int WARM_UP = 1 << 15;

  private final KeywordCheck keywords = new KeywordCheck();

  @Override
  public String kind() {
    return "haproxy";
  }

  @Override
  public boolean belongsToNode() {
    return true;
  }

  @Override
  public boolean mayBe(String fileName) {
    return fileName.endsWith(".cfg") || fileName.startsWith("haproxy") && isText(fileName);
  }

  private static boolean isText(String fileName) {
    return fileName.contains(".cfg") || fileName.endsWith(".conf");
  }

  @Override
  public boolean owns(String fileName) {
    return fileName.startsWith("haproxy") && fileName.endsWith(".cfg");
  }

  @Override
  public int recognises(SourceFile file) {
    String name = file.path().substring(file.path().lastIndexOf('/') + 1);
    if (!Headers.in(file.text(), name.endsWith(".cfg"))) return 0;
    return mayBe(name) ? 2 : 1;
  }

  @Override
  public Parts read(SourceFile file, Targets targets, Reporter reporter) {
    Reporter out = graded(targets, reporter);
    Version target = targets.versionFor("haproxy");
    Release release = target.release();
    Holes holes = new Holes(Variables.HAPROXY);
    boolean stated = targets.statedFor("haproxy").isPresent();
    HaproxyLint check = new HaproxyLint(file, release, stated, keywords, out);
    HaproxyLowering lowering = new HaproxyLowering(file, holes);
    Passwords passwords = new Passwords();
    KeptLines kept = new KeptLines();
    int size = file.text().length();
    int together = size < Beside.WORTH_A_THREAD ? size : file.text().indexOf('\n', WARM_UP) + 1;
    lines(
        file,
        0,
        together,
        out,
        line -> {
          check.line(line);
          lowering.take(line);
          passwords.take(line);
          kept.take(line);
        });
    // each reads the rest for itself: words that go from core to core cost more than they save
    if (together < size)
      Beside.run(
          () -> lines(file, together, size, out, check::line),
          () ->
              lines(
                  file,
                  together,
                  size,
                  _ -> {},
                  both(lowering::take, both(passwords::take, kept::take))));
    check.end();
    ProxyDaemon daemon = lowering.daemon();
    scan(file, holes);
    return Parts.of(daemon)
        .and(Parts.of(kept.lines(file)))
        .and(passwords.found())
        .and(Parts.of(holes.found()));
  }

  private static Consumer<Directive> both(Consumer<Directive> one, Consumer<Directive> other) {
    return line -> {
      one.accept(line);
      other.accept(line);
    };
  }

  /** A missing newline at the end is silent up to 2.1, warned of in 2.2, and then refused. */
  private static Reporter graded(Targets targets, Reporter out) {
    Version target = targets.versionFor("haproxy");
    if (target.atLeast(2, 3)) return out;
    return finding -> {
      if (!finding.rule().equals(SyntaxFaults.NO_NEWLINE_AT_END)) out.report(finding);
      else if (target.atLeast(2, 2)) out.report(finding.as(Severity.WARNING));
    };
  }

  private static void lines(
      SourceFile file, int start, int limit, Reporter out, Consumer<Directive> lines) {
    Consumer<Directive> all = file.holds('<') ? line -> lines.accept(Holes.join(line)) : lines;
    HaproxySyntax.read(file, start, limit, out, all);
  }

  /** Goes over the file again where it may have holes: a line may define what one above it uses. */
  private static void scan(SourceFile file, Holes holes) {
    if (file.holds('$') || file.holds('<'))
      HaproxySyntax.read(file, _ -> {}, line -> holes.scan(Holes.join(line)));
  }

  @Override
  public List<RuleMeta> metas() {
    return List.of();
  }
}

package dev.vipc.compile;

import dev.vipc.check.keepalived.KeepalivedLint;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.lower.Beside;
import dev.vipc.lower.Holes;
import dev.vipc.model.Hole;
import dev.vipc.model.Parts;
import dev.vipc.model.ReadText;
import dev.vipc.model.Targets;
import dev.vipc.rule.TextRule;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads one file after the other, each as if it were alone. Not safe for use by several threads.
 */
final class FileReader {
  private final Formats formats;
  private final List<TextRule> textRules;
  private final Targets targets;
  private final KeepalivedLint keepalived;
  private final RunSettings settings;
  private final Map<String, String> variables;

  /**
   * What one file states, and what is wrong with it, in the order it was met.
   *
   * @param seen what keepalived's own check has against it, told when all files are read
   */
  record Read(Parts parts, List<Diagnostic> findings, Optional<KeepalivedLint.Seen> seen) {}

  FileReader(
      Formats formats,
      List<TextRule> textRules,
      Targets targets,
      Optional<String> configId,
      RunSettings settings) {
    this.formats = formats;
    this.textRules = textRules;
    this.targets = targets;
    this.keepalived = new KeepalivedLint(targets, configId);
    this.settings = settings;
    this.variables = settings.variables();
  }

  Read read(Input input) {
    if (variables.isEmpty()) return readAsIs(input);
    List<Read> read = new ArrayList<>(1);
    Holes.with(variables, () -> read.add(readAsIs(input)));
    return read.getFirst();
  }

  private Read readAsIs(Input input) {
    SourceFile file = input.file();
    String kind = input.format().kind();
    List<Diagnostic> findings = new ArrayList<>();
    List<Span> spoilt = new ArrayList<>();
    List<Diagnostic> own = new ArrayList<>();
    List<Parts> read = new ArrayList<>(1);
    Runnable asText =
        () -> textRules.forEach(rule -> spoilt.addAll(rule.check(file, kind, findings::add)));
    Runnable asFormat =
        () -> read.add(formats.named(kind).orElseThrow().read(file, targets, own::add));
    if (file.text().length() < Beside.WORTH_A_THREAD) {
      asText.run();
      asFormat.run();
    } else Beside.run(asText, asFormat);
    Reporter causes = spoilt.isEmpty() ? findings::add : new Consequences(spoilt, findings::add);
    own.forEach(causes::report);
    Parts parts = read.getFirst().and(Parts.of(new ReadText(kind, file)));
    Optional<KeepalivedLint.Seen> seen =
        kind.equals("keepalived")
            ? Optional.of(keepalived.look(file, parts.all(Hole.class), settings.machineOf(input)))
            : Optional.empty();
    return new Read(parts, findings, seen);
  }
}

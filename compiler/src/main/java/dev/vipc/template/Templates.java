package dev.vipc.template;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Findings;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Label;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.Severity;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The templates of one run: opens each as the file that it writes, and leads what is found in that
 * file back into the template. Without variables a template is read with holes.
 */
public final class Templates {
  private static final String SUFFIX = ".j2";

  /** What a reader says of a template engine's marks: of a template that is said before. */
  private static final Set<String> OF_MARKS = Set.of("SYN014", "SYN020");

  private static final Pattern MARK = Pattern.compile("\\{\\{|\\{%");

  /** What can be said of a line whatever stands around it. */
  private static final Set<String> OF_ONE_LINE = Set.of("XS003", "XS008", "XS012");

  /** What the program says when it starts, which knows no holes. */
  private static final Pattern OF_PROGRAM = Pattern.compile("[A-Z]{2}1\\d\\d");

  private static final Pattern CONDITION = Pattern.compile("\\{%[-+]?\\s*if\\b");

  private static final Pattern MANIFEST = Pattern.compile("(?m)^kind:\\s*(Pod|DaemonSet)\\b");

  private final Map<SourceFile, Origins> origins = new IdentityHashMap<>();
  private final Set<SourceFile> conditional = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<SourceFile> holed = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Findings faults = new Findings();
  private final VariableFiles files = new VariableFiles();
  private final boolean rendering;
  private @Nullable Engine engine;
  private Map<String, @Nullable Object> variables = Map.of();

  /**
   * @param variables files with variables; without any, templates are read with holes
   */
  public Templates(List<SourceFile> variables) {
    rendering = !variables.isEmpty();
    variables.forEach(files::add);
  }

  /** Why the variables cannot be used, a line each. */
  public List<String> failures() {
    return files.failures();
  }

  /** Whether a file of this name is a template. */
  public static boolean isTemplate(String fileName) {
    return fileName.endsWith(SUFFIX);
  }

  /** The name of the file that a template of this name writes. */
  public static String nameOfWritten(String fileName) {
    return isTemplate(fileName)
        ? fileName.substring(0, fileName.length() - SUFFIX.length())
        : fileName;
  }

  /** A template as the file that it writes; any other file as it is. */
  public SourceFile open(SourceFile file) {
    if (!isTemplate(file.path()) || isConditionalManifest(file)) return file;
    Optional<Rendering.Written> rendered = rendering ? rendered(file) : Optional.empty();
    Rendering.Written written =
        rendered.orElseGet(() -> rendering ? Skeleton.of(file) : withHoles(file));
    SourceFile opened = new SourceFile(nameOfWritten(file.path()), written.text());
    origins.put(opened, written.origins());
    if (written.text().contains("{{")) holed.add(opened);
    if (rendered.isEmpty() && CONDITION.matcher(file.text()).find()) conditional.add(opened);
    return opened;
  }

  /** Its own reader tells what such a manifest states on one condition only (TemplateYaml). */
  private boolean isConditionalManifest(SourceFile file) {
    return !rendering
        && CONDITION.matcher(file.text()).find()
        && MANIFEST.matcher(file.text()).find();
  }

  /** The file that the user has written. */
  public SourceFile written(SourceFile opened) {
    Origins from = origins.get(opened);
    return from == null ? opened : from.template();
  }

  private Rendering.Written withHoles(SourceFile file) {
    Matcher mark = MARK.matcher(file.text());
    if (mark.find())
      faults.report(
          Diagnostic.of(
                  TemplateFaults.LEFT_OPEN,
                  file.span(mark.start(), mark.end()),
                  "the template is read with holes, since no variables were given")
              .as(Severity.INFO)
              .help("`--vars FILE` renders it"));
    return Skeleton.of(file);
  }

  private Optional<Rendering.Written> rendered(SourceFile file) {
    Engine ready = engine;
    if (ready == null) {
      ready = new Engine();
      engine = ready;
      variables = new NestedValues(ready, files.variables()).filled();
    }
    return new Rendering(file, variables, ready, faults).written();
  }

  /** Reports what was wrong with the templates themselves; to be asked after all are opened. */
  public void report(Reporter out) {
    faults.sorted().forEach(out::report);
  }

  /** Takes findings on opened files and reports them at their places in the templates. */
  public Reporter at(Reporter out) {
    return finding -> {
      SourceFile file = finding.span().file();
      String code = finding.rule().code();
      boolean again = OF_MARKS.contains(code) && origins.containsKey(file);
      boolean guessed =
          conditional.contains(file) && !ofOneLine(code)
              || holed.contains(file) && OF_PROGRAM.matcher(code).matches();
      if (!again && !guessed) out.report(placed(finding));
    };
  }

  private static boolean ofOneLine(String code) {
    return code.startsWith("KW") || OF_ONE_LINE.contains(code);
  }

  private Diagnostic placed(Diagnostic finding) {
    boolean elsewhere =
        Stream.concat(Stream.of(finding.span()), finding.labels().stream().map(Label::span))
            .anyMatch(span -> origins.containsKey(span.file()));
    if (!elsewhere) return finding;
    Diagnostic placed =
        new Diagnostic(
            finding.rule(),
            finding.severity(),
            finding.message(),
            placed(finding.span()),
            List.of(),
            finding.help(),
            finding.fix().flatMap(this::placed));
    for (Label label : finding.labels()) placed = placed.also(placed(label.span()), label.text());
    return placed;
  }

  private Span placed(Span span) {
    Origins from = origins.get(span.file());
    return from == null ? span : from.of(span);
  }

  /** A fix of a template changes every file that it writes; absent where a tag wrote the place. */
  private Optional<Fix> placed(Fix fix) {
    List<Fix.Edit> edits = new ArrayList<>();
    boolean moved = false;
    for (Fix.Edit edit : fix.edits()) {
      Origins from = origins.get(edit.span().file());
      Optional<Span> place = from == null ? Optional.of(edit.span()) : from.literal(edit.span());
      if (place.isEmpty()) return Optional.empty();
      moved |= from != null;
      Fix.Edit next = new Fix.Edit(place.get(), edit.text());
      if (edits.stream().anyMatch(other -> touches(other.span(), next.span())))
        return Optional.empty();
      edits.add(next);
    }
    return Optional.of(moved ? new Fix(fix.description(), false, edits) : fix);
  }

  private static boolean touches(Span one, Span other) {
    return one.file().equals(other.file())
        && one.start() <= other.end()
        && other.start() <= one.end();
  }
}

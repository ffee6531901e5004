package dev.vipc.template;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.interpret.TemplateError;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.Severity;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.template.Segment.Block;
import dev.vipc.template.Segment.Output;
import dev.vipc.template.Segment.Text;
import dev.vipc.template.TemplateLexer.Fault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One template, rendered once. */
final class Rendering {
  /** What was written, and where from. */
  record Written(String text, Origins origins) {}

  private static final Pattern ALLOWS_UNDEFINED =
      Pattern.compile("\\bdefault\\b|\\bd\\(|defined\\b|\\bif\\b");
  private static final String WRITTEN = "lint the file that Ansible writes";
  private static final int MOST_STEPS = 50_000;
  private static final int LONGEST = 1 << 20;

  private final SourceFile template;
  private final Map<String, @Nullable Object> variables;
  private final Engine engine;
  private final Reporter out;
  private final Map<String, List<Segment>> undefined = new LinkedHashMap<>();
  private final Map<Segment, String> failed = new LinkedHashMap<>();
  private final TreeSet<String> asked = new TreeSet<>();
  private List<Segment> segments = List.of();
  private int current;
  private int steps;

  Rendering(
      SourceFile template, Map<String, @Nullable Object> variables, Engine engine, Reporter out) {
    this.template = template;
    this.variables = variables;
    this.engine = engine;
    this.out = out;
  }

  /** The rendered text; absent where the template is refused, which is reported. */
  Optional<Written> written() {
    String text = template.text();
    if (text.length() > LONGEST)
      return refused(Fault.bound("the template is larger than a mebibyte", "split it"));
    TemplateLexer lexer = new TemplateLexer(text);
    segments = lexer.segments();
    if (lexer.fault().isPresent()) return refused(lexer.fault().get());
    Optional<Marks> marks = Marks.freeIn(text + variables);
    if (marks.isEmpty())
      return refused(Fault.bound("the template uses every private character", "remove them"));
    leaveUnknownFiltersOpen();
    TemplateScript script = new TemplateScript(text, segments, marks.get());
    Optional<String> built = script.build();
    if (built.isEmpty()) return refused(script.fault().orElseThrow());
    return evaluate(built.get(), script, marks.get());
  }

  /** An output with a filter that is not known becomes text; in a block nothing can be done. */
  private void leaveUnknownFiltersOpen() {
    List<Segment> known = new ArrayList<>();
    for (Segment segment : segments) {
      String expression =
          switch (segment) {
            case Text _ -> "";
            case Output output -> output.expression();
            case Block block -> block.rest();
          };
      Optional<String> unknown =
          TopLevel.filters(expression).stream()
              .filter(name -> !engine.knowsFilter(name))
              .findFirst();
      if (unknown.isPresent())
        failed.put(
            segment,
            "vipc does not know the filter `%s`, or cannot know what it gives"
                .formatted(unknown.get()));
      boolean open = unknown.isPresent() && segment instanceof Output;
      known.add(open ? new Text(segment.start(), segment.end()) : segment);
    }
    segments = known;
  }

  private Optional<Written> evaluate(String script, TemplateScript origin, Marks marks) {
    JinjavaInterpreter interpreter = engine.interpreter(variables, this::absent);
    own(marks).forEach(interpreter.getContext()::registerFilter);
    String output;
    try (var _ = JinjavaInterpreter.closeablePushCurrent(interpreter).get()) {
      output = interpreter.render(script);
    } catch (Exhausted | StackOverflowError _) {
      return refused(Fault.bound("the template takes more than 50,000 steps", "shorten its loops"));
    }
    Optional<Fault> fault = faultOfBlocks(interpreter.getErrorsCopy(), origin);
    if (fault.isPresent()) return refused(fault.get());
    Written written = unmarked(output, marks);
    reportOpen();
    return Optional.of(written);
  }

  private List<NamedFilter> own(Marks marks) {
    return List.of(
        new NamedFilter("vipc_at", (number, _) -> begin(number)),
        new NamedFilter("vipc_step", (_, _) -> step()),
        new NamedFilter("vipc_text", (value, _) -> step() + Shown.of(value)),
        new NamedFilter("vipc_out", (value, _) -> step() + marks.value() + shown(value, marks)));
  }

  private String begin(@Nullable Object number) {
    settle();
    current = number instanceof Number at ? at.intValue() : 0;
    return "";
  }

  private String step() {
    if (++steps > MOST_STEPS) throw new Exhausted();
    return "";
  }

  /** Asked by jinjava for each name that has no value. */
  private @Nullable Object absent(String name) {
    switch (name) {
      case "True", "true" -> {
        return true;
      }
      case "False", "false" -> {
        return false;
      }
      case "None", "none", "omit" -> {
        return null;
      }
      default -> {}
    }
    if (!variables.containsKey(name)
        && !name.startsWith("vipc_")
        && !name.startsWith("fn:")
        && !name.startsWith(":")) asked.add(name);
    return null;
  }

  /** Whether the names that were asked for since a tag began leave it without a value. */
  private boolean settle() {
    Segment tag = current < segments.size() ? segments.get(current) : new Text(0, 0);
    String expression =
        switch (tag) {
          case Text _ -> "";
          case Output output -> output.expression();
          case Block block -> block.rest();
        };
    boolean open = !asked.isEmpty() && !ALLOWS_UNDEFINED.matcher(expression).find();
    if (open)
      for (String name : asked) {
        List<Segment> places = undefined.computeIfAbsent(name, _ -> new ArrayList<>());
        if (!places.contains(tag)) places.add(tag);
      }
    asked.clear();
    return open;
  }

  private String shown(@Nullable Object value, Marks marks) {
    boolean allowed = !asked.isEmpty();
    if (settle()) return String.valueOf(marks.hole());
    String text = Shown.of(value);
    // a variable whose own value still waits for another one
    boolean waits = text.contains("{{") || text.contains("{%");
    if (waits && !writesMarks(segments.get(current))) return String.valueOf(marks.hole());
    if (value != null || isOptional(allowed)) return text;
    Segment tag = segments.get(current);
    failed.putIfAbsent(tag, "this has no value in the variables given");
    return String.valueOf(marks.hole());
  }

  private static boolean writesMarks(Segment segment) {
    return segment instanceof Output output && output.expression().contains("{");
  }

  private boolean isOptional(boolean allowed) {
    return allowed
        || !(segments.get(current) instanceof Output output)
        || ALLOWS_UNDEFINED.matcher(output.expression()).find()
        || variables.containsKey(output.expression().strip());
  }

  /** An expression that fails in an output leaves a hole; one that fails in a block spoils all. */
  private Optional<Fault> faultOfBlocks(List<TemplateError> errors, TemplateScript script) {
    for (Segment segment : failed.keySet())
      if (segment instanceof Block)
        return Optional.of(
            new Fault(
                segment.start(), segment.end(), failed.getOrDefault(segment, ""), WRITTEN, true));
    for (TemplateError error : errors) {
      if (error.getReason() == TemplateError.ErrorReason.OUTPUT_TOO_BIG)
        return Optional.of(Fault.bound("the template gives more than 16 MiB", "shorten its loops"));
      Optional<Segment> tag = script.tagAt(error.getLineno());
      boolean ofBlock = tag.isPresent() && !String.valueOf(error.getMessage()).contains("vipc_out");
      if (ofBlock && error.getSeverity() == TemplateError.ErrorType.FATAL)
        return Optional.of(
            new Fault(
                tag.get().start(),
                tag.get().end(),
                "this tag cannot be evaluated",
                "mend this tag"));
    }
    return Optional.empty();
  }

  /** Takes the marks out of the output and remembers what they say. */
  private Written unmarked(String output, Marks marks) {
    StringBuilder text = new StringBuilder(output.length());
    Origins origins = new Origins(template);
    int at = 0;
    while (at < output.length()) {
      if (!marks.isBegin(output.charAt(at))) {
        text.append(output.charAt(at++));
        continue;
      }
      int number = 0;
      for (at++; at < output.length() && marks.digit(output.charAt(at)) >= 0; at++)
        number = number * 10 + marks.digit(output.charAt(at));
      Segment segment = segments.get(number);
      if (segment instanceof Text) {
        origins.add(text.length(), segment.start(), segment.end(), true);
        continue;
      }
      boolean valued = at < output.length() && output.charAt(at) == marks.value();
      if (valued) at++;
      boolean hole = !valued || at < output.length() && output.charAt(at) == marks.hole();
      if (valued && hole) at++;
      origins.add(text.length(), segment.start(), segment.end(), hole);
      if (hole) text.append(template.text(), segment.start(), segment.end());
      if (!valued) failed.putIfAbsent(segment, "this expression cannot be evaluated");
    }
    return new Written(text.toString(), origins);
  }

  private void reportOpen() {
    undefined.forEach(
        (name, places) -> {
          Diagnostic finding =
              Diagnostic.of(
                      TemplateFaults.LEFT_OPEN,
                      place(places.getFirst()),
                      "`%s` has no value in the variables given".formatted(name))
                  .help("give it with `--vars FILE`, or a default in the template");
          for (Segment more : places.subList(1, places.size()))
            finding = finding.also(place(more), "also here");
          out.report(finding);
        });
    failed.forEach(
        (segment, why) ->
            out.report(
                Diagnostic.of(TemplateFaults.LEFT_OPEN, place(segment), why)
                    .help("its place is taken as a hole; lint the file that Ansible writes")));
  }

  private Optional<Written> refused(Fault fault) {
    out.report(
        Diagnostic.of(
                TemplateFaults.REFUSED, template.span(fault.start(), fault.end()), fault.message())
            .as(fault.ours() ? Severity.WARNING : Severity.ERROR)
            .help(fault.help()));
    return Optional.empty();
  }

  private Span place(Segment segment) {
    return template.span(segment.start(), segment.end());
  }
}

package dev.vipc.template;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fills in variables whose values are templates themselves, as Ansible does when a value is used;
 * what has no value stays as it is written. Bounded in rounds and in the length of a value.
 */
final class NestedValues {
  private static final int ROUNDS = 8;
  private static final int LONGEST = 1 << 16;

  private final Engine engine;
  private Map<String, @Nullable Object> variables;
  private boolean changed;

  NestedValues(Engine engine, Map<String, @Nullable Object> variables) {
    this.engine = engine;
    this.variables = variables;
  }

  Map<String, @Nullable Object> filled() {
    changed = true;
    for (int round = 0; round < ROUNDS && changed; round++) {
      changed = false;
      Map<String, @Nullable Object> next = new LinkedHashMap<>();
      variables.forEach((name, value) -> next.put(name, value(value)));
      variables = next;
    }
    return variables;
  }

  private @Nullable Object value(@Nullable Object value) {
    return switch (value) {
      case String text when text.contains("{{") || text.contains("{%") -> text(text);
      case Map<?, ?> map -> {
        Map<Object, @Nullable Object> filled = new LinkedHashMap<>();
        map.forEach((key, item) -> filled.put(key, value(item)));
        yield filled;
      }
      case List<?> list -> {
        List<@Nullable Object> filled = new ArrayList<>();
        for (Object item : list) filled.add(value(item));
        yield filled;
      }
      case null, default -> value;
    };
  }

  private Object text(String text) {
    if (text.length() > LONGEST) return text;
    TemplateLexer lexer = new TemplateLexer(text);
    List<Segment> segments = lexer.segments();
    if (lexer.fault().isPresent()) return text;
    if (segments.stream().anyMatch(segment -> !isPlain(segment))) return text;
    StringBuilder filled = new StringBuilder();
    for (Segment segment : segments) {
      Object part =
          segment instanceof Segment.Output output
              ? evaluated(output)
              : text.substring(segment.start(), segment.end());
      if (part == null || Shown.of(part).contains("{{")) return text;
      // a value that is one expression keeps its type, as in Ansible
      if (segments.size() == 1 && segment instanceof Segment.Output) {
        changed = true;
        return part;
      }
      filled.append(Shown.of(part));
      if (filled.length() > LONGEST) return text;
    }
    changed = true;
    return filled.toString();
  }

  private boolean isPlain(Segment segment) {
    return switch (segment) {
      case Segment.Text _ -> true;
      case Segment.Output output ->
          TopLevel.trouble(output.expression()).isEmpty()
              && TopLevel.filters(output.expression()).stream().allMatch(engine::knowsFilter);
      case Segment.Block _ -> false;
    };
  }

  private @Nullable Object evaluated(Segment.Output output) {
    JinjavaInterpreter interpreter = engine.interpreter(variables, _ -> null);
    try (var _ = JinjavaInterpreter.closeablePushCurrent(interpreter).get()) {
      Object value =
          interpreter.resolveELExpression(TopLevel.readable(output.expression().strip()), 1);
      return interpreter.getErrorsCopy().isEmpty() ? value : null;
    }
  }
}

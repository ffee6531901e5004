package dev.vipc.emit;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.InterpretException;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.tree.Node;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Fills templates; the only user of jinjava.
 *
 * <p>A line that holds only a tag leaves no line behind (trim_blocks and lstrip_blocks, as in
 * Jinja2), so templates may indent their tags; but jinjava also takes the blanks before a tag that
 * stands within a line, so such a tag must touch the text before it. A name that has no value is a
 * fault of ours and throws. What a value holds is never read as template text, and nothing is
 * escaped: a value must be fit for its place before it comes here.
 */
public final class TemplateEngine {
  private final Jinjava jinjava = new Jinjava(config());
  private final Map<String, Node> parsed = new HashMap<>();
  private final Map<String, Filled> last = new HashMap<>();

  /** What a template became with these values. */
  private record Filled(Map<String, ?> values, String text) {}

  private static JinjavaConfig config() {
    return JinjavaConfig.newBuilder()
        .withTrimBlocks(true)
        .withLstripBlocks(true)
        .withFailOnUnknownTokens(true)
        .withNestedInterpretationEnabled(false)
        .withLegacyOverrides(
            LegacyOverrides.newBuilder()
                .withParseWhitespaceControlStrictly(true)
                .withUseTrimmingForNotesAndExpressions(true)
                .withUseNaturalOperatorPrecedence(true)
                .build())
        .build();
  }

  /**
   * Fills a template that lies beside a class; it is read and parsed once, however many files are
   * made of it, and filled once for nodes that follow each other with the same values.
   *
   * @param values strings, numbers, truth values, and lists and maps of them; records are not read,
   *     nothing changes them afterwards, and no template depends on the order of a map
   */
  public String render(Class<?> owner, String template, Map<String, ?> values) {
    String name = owner.getName() + "/" + template;
    Filled before = last.get(name);
    if (before != null && before.values().equals(values)) return before.text();
    String text =
        filled(
            name,
            values,
            with -> parsed.computeIfAbsent(name, _ -> with.parse(read(owner, template))));
    last.put(name, new Filled(values, text));
    return text;
  }

  /** Fills template text; {@code name} is only for the message of a fault. */
  public String fill(String name, String text, Map<String, ?> values) {
    return filled(name, values, with -> with.parse(text));
  }

  private String filled(
      String name, Map<String, ?> values, Function<JinjavaInterpreter, Node> template) {
    Context context = new Context(jinjava.getGlobalContextCopy(), values);
    JinjavaInterpreter interpreter =
        new JinjavaInterpreter(jinjava, context, jinjava.getGlobalConfig());
    JinjavaInterpreter.pushCurrent(interpreter);
    try {
      String text = interpreter.render(template.apply(interpreter));
      List<TemplateError> errors = interpreter.getErrorsCopy();
      if (!errors.isEmpty())
        throw new IllegalStateException(
            name + ": " + errors.stream().map(TemplateError::getMessage).toList());
      return text;
    } catch (InterpretException fault) {
      throw new IllegalStateException(name + ": " + fault.getMessage(), fault);
    } finally {
      JinjavaInterpreter.popCurrent();
    }
  }

  private static String read(Class<?> owner, String template) {
    try (InputStream in = owner.getResourceAsStream(template)) {
      if (in == null)
        throw new IllegalStateException("no template " + template + " beside " + owner);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(template, e);
    }
  }
}

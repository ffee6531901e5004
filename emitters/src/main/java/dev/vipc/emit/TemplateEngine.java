package dev.vipc.emit;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.interpret.RenderResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

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
   * Fills a template that lies beside a class.
   *
   * @param values strings, numbers, truth values, and lists and maps of them; records are not read
   */
  public String render(Class<?> owner, String template, Map<String, ?> values) {
    return fill(owner.getSimpleName() + "/" + template, read(owner, template), values);
  }

  /** Fills template text; {@code name} is only for the message of a fault. */
  public String fill(String name, String text, Map<String, ?> values) {
    RenderResult result = jinjava.renderForResult(text, values);
    if (result.hasErrors())
      throw new IllegalStateException(
          name + ": " + result.getErrors().stream().map(e -> e.getMessage()).toList());
    return result.getOutput();
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

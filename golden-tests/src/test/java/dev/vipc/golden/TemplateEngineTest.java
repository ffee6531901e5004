package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vipc.emit.TemplateEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How jinjava is set up, which decides whether a template reads well. */
final class TemplateEngineTest {
  private static final Path FOLDER = Path.of("cases", "emit", "white-space");
  private final TemplateEngine engine = new TemplateEngine();

  @Test
  void aLineWithOnlyATagLeavesNoLine() throws IOException {
    String template = Files.readString(FOLDER.resolve("template.j2"));
    Map<String, ?> values =
        Map.of(
            "value",
            "{{ 1 + 1 }} {% raw %} {# x #} <&\"'>",
            "items",
            List.of(Map.of("name", "a", "number", 1), Map.of("name", "b", "number", 2)),
            "absent",
            false);
    Approved.verify(FOLDER, "output", engine.fill("template.j2", template, values));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ nothing }}",
        "{{nothing}}",
        "{{ map.nothing }}",
        "{% if nothing %}x{% endif %}",
        "{% if map.nothing %}x{% endif %}",
        "{% for x in nothing %}x{% endfor %}",
        "{{ text|nofilter }}",
        "{% notag %}",
        "{{ 1 + }}",
        "{% if true %}x"
      })
  void aFaultInATemplateIsLoud(String template) {
    Map<String, ?> values = Map.of("map", Map.of("name", "v"), "text", "t");
    assertThrows(IllegalStateException.class, () -> engine.fill("t", template, values));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{{ 1 + 1 }}", "{% raw %}", "{# x #}", "<b>&amp;'\"", "a\nb", "$x ${x}", "%{x}"})
  void whatAValueHoldsIsTextAndNothingElse(String value) {
    assertEquals("[" + value + "]\n", engine.fill("t", "[{{ value }}]\n", Map.of("value", value)));
  }
}

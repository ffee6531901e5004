package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.vipc.cli.ManualPage;
import dev.vipc.compile.Catalogue;
import dev.vipc.diagnostic.RuleMeta;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The pages below {@code docs/rules} are made from the rules' own documentation, with the case of
 * the rule as the example. {@code -Dvipc.pages=write} writes them.
 */
final class RulePagesTest {
  private static final Path PAGES = Path.of("../docs/rules");
  private static final boolean WRITE = "write".equals(System.getProperty("vipc.pages"));

  @TestFactory
  Stream<DynamicTest> everyRuleHasItsPage() {
    return new Catalogue()
        .all().stream()
            .map(rule -> dynamicTest(rule.code(), () -> compare(rule.code() + ".md", page(rule))));
  }

  @Test
  void theIndexListsEveryRule() throws IOException {
    compare("README.md", index());
  }

  @Test
  void noPageIsLeftOver() throws IOException {
    try (Stream<Path> files = Files.list(PAGES)) {
      List<String> left =
          files
              .map(file -> file.getFileName().toString().replace(".md", ""))
              .filter(name -> !Set.of("README", "not-built").contains(name))
              .filter(name -> new Catalogue().find(name).isEmpty())
              .sorted()
              .toList();
      assertEquals(List.of(), left);
    }
  }

  @Test
  void theManualPageSaysWhatTheCommandsSay() throws IOException {
    compare("../vipc.1", ManualPage.text());
  }

  @Test
  void explainSaysWhatThePageSays() throws IOException {
    for (RuleMeta rule : new Catalogue().all()) {
      String said = Vipc.run("explain", rule.code()).out();
      assertTrue(said.contains(rule.doc().strip()), rule.code());
      String example = example(rule).orElseThrow();
      assertTrue(said.endsWith("\nFor example:\n\n" + example), said);
    }
  }

  private static void compare(String name, String wanted) throws IOException {
    Path file = PAGES.resolve(name);
    if (WRITE) {
      Files.createDirectories(PAGES);
      Files.writeString(file, wanted);
    }
    String found = Files.exists(file) ? Files.readString(file) : "";
    assertEquals(
        wanted, found, () -> file + " is out of date: run this test with -Dvipc.pages=write");
  }

  private static String page(RuleMeta rule) throws IOException {
    StringBuilder page = new StringBuilder();
    page.append("# ").append(rule.code()).append(": ").append(rule.name()).append("\n\n");
    page.append("Default severity: ").append(rule.severity().word());
    page.append(rule.fixable() ? "; has a fix" : "").append(".\n\n");
    page.append(rule.doc().strip()).append("\n");
    Optional<String> example = example(rule);
    if (example.isPresent())
      page.append("\n## Example\n\n```\n").append(example.get()).append("```\n");
    return page.toString();
  }

  /** The first finding of the rule's approved report. */
  private static Optional<String> example(RuleMeta rule) throws IOException {
    Path report = Path.of("cases/rules", rule.code() + "-" + rule.name(), "report.approved.txt");
    if (!Files.exists(report)) return Optional.empty();
    String text = Files.readString(report);
    return Optional.of(text.substring(0, text.indexOf("\n\n") + 1));
  }

  private static String index() {
    TreeMap<String, List<RuleMeta>> areas =
        new Catalogue()
            .all().stream()
                .collect(
                    Collectors.groupingBy(
                        rule -> rule.code().replaceAll("\\d", ""),
                        TreeMap::new,
                        Collectors.toList()));
    StringBuilder text =
        new StringBuilder(
            "# What vipc finds\n\nMade from the rules themselves; `vipc explain CODE` says the same.\n");
    areas.forEach(
        (area, rules) -> {
          text.append("\n## ")
              .append(area)
              .append("\n\n| code | severity | name | finds |\n|---|---|---|---|\n");
          for (RuleMeta rule : rules)
            text.append(
                "| [%s](%s.md) | %s | %s | %s |\n"
                    .formatted(
                        rule.code(),
                        rule.code(),
                        rule.severity().word(),
                        rule.name(),
                        rule.summary().replace("|", "\\|")));
        });
    return text.toString();
  }
}

package dev.vipc.cli;

import dev.vipc.compile.Catalogue;
import dev.vipc.diagnostic.RuleMeta;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vipc explain CODE}: a rule's own documentation. */
@Command(
    name = "explain",
    description = "Say what a finding means, why it matters, and what to do.")
final class ExplainCommand implements Callable<Integer> {
  private static final String EXAMPLE = "## Example\n\n```\n";

  private final Console console;

  @Parameters(
      paramLabel = "CODE",
      completionCandidates = CodeCandidates.class,
      description = "A code such as KA003, or a rule's name.")
  private String wanted = "";

  ExplainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Catalogue catalogue = new Catalogue();
    Optional<RuleMeta> rule =
        catalogue
            .find(wanted.toUpperCase(Locale.ROOT))
            .or(() -> catalogue.all().stream().filter(r -> r.name().equals(wanted)).findFirst());
    if (rule.isEmpty()) {
      console.complain("explain: no rule `%s`; `vipc rules` lists them all".formatted(wanted));
      return ExitStatus.FAILED;
    }
    print(rule.get());
    return ExitStatus.CLEAN;
  }

  private void print(RuleMeta rule) {
    console.out().printf("%s %s (%s)%n%n", rule.code(), rule.name(), rule.severity().word());
    console.out().println(rule.doc().strip());
    example(rule).ifPresent(text -> console.out().printf("%nFor example:%n%n%s", text));
  }

  /** The example of the rule's page, without the fence around it. */
  private static Optional<String> example(RuleMeta rule) {
    try (InputStream page =
        ExplainCommand.class.getResourceAsStream("rules/" + rule.code() + ".md")) {
      if (page == null) return Optional.empty();
      String text = new String(page.readAllBytes(), StandardCharsets.UTF_8);
      int from = text.indexOf(EXAMPLE);
      if (from < 0) return Optional.empty();
      from += EXAMPLE.length();
      return Optional.of(text.substring(from, text.lastIndexOf("```")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

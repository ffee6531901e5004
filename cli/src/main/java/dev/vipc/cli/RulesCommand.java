package dev.vipc.cli;

import dev.vipc.compile.Catalogue;
import dev.vipc.diagnostic.RuleMeta;
import java.util.concurrent.Callable;
import org.json.JSONWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vipc rules}: lists everything that vipc can find. */
@Command(name = "rules", description = "List everything that vipc can find.")
final class RulesCommand implements Callable<Integer> {
  enum Format {
    text,
    json
  }

  private final Console console;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format = Format.text;

  RulesCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    var rules = new Catalogue().all();
    switch (format) {
      case text -> rules.forEach(this::line);
      case json -> json(rules);
    }
    return ExitStatus.CLEAN;
  }

  private void line(RuleMeta rule) {
    console
        .out()
        .printf(
            "%s  %-7s  %s: %s%n", rule.code(), rule.severity().word(), rule.name(), rule.summary());
  }

  private void json(Iterable<RuleMeta> rules) {
    JSONWriter json = new JSONWriter(console.out());
    json.object().key("version").value(1).key("rules").array();
    for (RuleMeta rule : rules)
      json.object()
          .key("code")
          .value(rule.code())
          .key("name")
          .value(rule.name())
          .key("severity")
          .value(rule.severity().word())
          .key("fixable")
          .value(rule.fixable())
          .key("summary")
          .value(rule.summary())
          .endObject();
    json.endArray().endObject();
    console.out().println();
  }
}

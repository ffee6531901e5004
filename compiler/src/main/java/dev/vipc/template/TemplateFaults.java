package dev.vipc.template;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Documented;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import java.util.List;

/** What can be wrong with a template that is to be rendered. */
@AutoService(Documented.class)
public final class TemplateFaults implements Documented {
  static final RuleMeta LEFT_OPEN =
      new RuleMeta(
          "SYN042",
          "template-left-open",
          Severity.WARNING,
          """
          A place of a template has no value in the variables that were given.

          Ansible refuses to write a file from a template that uses an undefined variable. vipc renders the rest, and takes
          the place as a hole: what would stand there is unknown, and no rule judges it. The same is done with a filter, a
          test or a lookup of Ansible's that vipc does not know, and with what another machine or the time decides
          (`random`, `lookup`, `now`).

          It is an info, once for a template, where no variables were given at all: each `if` then takes its first branch,
          each loop goes round once, and every expression is a hole. Where there is an `if`,
          only what can be said of a single line is reported.

          Give the variable in a file with `--vars FILE`, or a default in the template: `{{ name | default(…) }}`. A file
          with `groups` and `hostvars`, or an inventory in YAML, gives those of all hosts; `inventory_hostname` says for which
          host the templates are rendered.
          """);
  static final RuleMeta REFUSED =
      new RuleMeta(
          "SYN043",
          "template-refused",
          Severity.ERROR,
          """
          A template cannot be rendered.

          A tag is not closed, an `endfor` or an `endif` is missing or too many, or an expression is none: Ansible stops at \
          such a template too. It is a warning where vipc gives up and Ansible may not: at a tag that reads other files \
          (`include`, `import`, `extends`), a tag or a filter that vipc does not know, more than 50,000 steps, or more than \
          16 MiB of text. The file is then checked as it stands, with holes.

          Mend the tag at this place.
          """);

  @Override
  public List<RuleMeta> metas() {
    return List.of(LEFT_OPEN, REFUSED);
  }
}

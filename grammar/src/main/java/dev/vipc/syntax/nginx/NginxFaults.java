package dev.vipc.syntax.nginx;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Documented;
import dev.vipc.diagnostic.RuleMeta;
import java.util.List;

/** What can be wrong with the text of nginx.conf alone, beside what other languages share. */
@AutoService(Documented.class)
public final class NginxFaults implements Documented {
  public static final RuleMeta MISSING_SEMICOLON =
      new RuleMeta(
              "SYN060",
              "missing-semicolon",
              ERROR,
              """
              A directive of an nginx file is not ended by `;`.

              nginx reads on over the line end: the next line becomes more arguments of this directive, and it refuses the \
              file ("unexpected }", "unexpected end of file, expecting ;", or a wrong number of arguments that is reported at \
              the end of the next directive; measured on 1.22.1). Write the `;` where the directive ends.
              """)
          .withFix();

  static final RuleMeta STRAY_SEMICOLON =
      new RuleMeta(
              "SYN061",
              "stray-semicolon",
              ERROR,
              """
              A `;` of an nginx file ends no directive.

              nginx refuses the file ("unexpected ;"; measured on 1.22.1), also behind the `}` of a block. Delete it.
              """)
          .withFix();

  static final RuleMeta TEXT_AFTER_QUOTE =
      new RuleMeta(
          "SYN062",
          "text-after-closing-quote",
          ERROR,
          """
              A closing quote of an nginx file is followed by text.

              Behind a quoted argument nginx wants a blank, `;`, `{` or `)` and refuses anything else ("unexpected"; measured \
              on 1.22.1). Put the whole argument in quotes, or write a blank between two arguments.
              """);

  static final RuleMeta PARAMETER_TOO_LONG =
      new RuleMeta(
          "SYN063",
          "parameter-too-long",
          ERROR,
          """
              An argument or a comment of an nginx file is as long as nginx's reading buffer of 4096 bytes.

              nginx refuses the file ("too long parameter", also for a comment; measured on 1.22.1). Of an argument in quotes \
              the closing quote is most often missing.
              """);

  @Override
  public List<RuleMeta> metas() {
    return List.of(MISSING_SEMICOLON, STRAY_SEMICOLON, TEXT_AFTER_QUOTE, PARAMETER_TOO_LONG);
  }
}

package dev.vipc.syntax;

import static dev.vipc.diagnostic.Severity.ERROR;
import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Documented;
import dev.vipc.diagnostic.RuleMeta;
import java.util.List;

/** What can be wrong with the text of a file before any keyword is known. */
@AutoService(Documented.class)
public final class SyntaxFaults implements Documented {
  public static final RuleMeta UNTERMINATED_QUOTE =
      new RuleMeta(
          "SYN001",
          "unterminated-quote",
          ERROR,
          """
          A quote is opened and not closed on its line.

          Neither HAProxy nor keepalived lets a quoted text run over a line end: HAProxy refuses the file ("unmatched quote"), \
          keepalived drops the word and reports an error (both measured, 2.6.12 and 2.2.7). nginx does, and a quote that is never \
          closed takes in the rest of the file.
          Close the quote on the same line; in HAProxy write `\\"` for a quote that is meant as a character.
          """);

  public static final RuleMeta MISSING_CLOSING_BRACE =
      new RuleMeta(
          "SYN002",
          "missing-closing-brace",
          ERROR,
          """
          A block is opened and not closed before the file ends.

          keepalived reads all that follows as part of the block, so later instances are lost, and its configuration test \
          fails (measured, 2.2.7). nginx refuses the file (measured, 1.22.1). Write the missing `}`.
          """);

  public static final RuleMeta STRAY_CLOSING_BRACE =
      new RuleMeta(
          "SYN003",
          "stray-closing-brace",
          ERROR,
          """
          A closing brace has no block to close.

          keepalived reports "Extra '}' found" (measured, 2.2.7), nginx refuses the file; more often than not the block above was closed one line too early, \
          and what stands between is read at the wrong level. Remove the brace, or the earlier one.
          """);

  public static final RuleMeta STRAY_OPENING_BRACE =
      new RuleMeta(
          "SYN004",
          "stray-opening-brace",
          ERROR,
          """
          An opening brace follows no keyword that it could belong to.

          keepalived reports "Unexpected '{' - ignoring" and does not count it, so that its `}` closes the block around it \
          (measured, 2.2.7); nginx refuses the file. Remove the pair, or write the block's keyword before it.
          """);

  public static final RuleMeta NO_NEWLINE_AT_END =
      new RuleMeta(
              "SYN005",
              "line-without-newline-at-end",
              ERROR,
              """
          The last line of a HAProxy file does not end in a newline.

          HAProxy takes it for a truncated file: silent up to 2.1, a warning in 2.2, refused from 2.3 on ("Missing LF on last \
          line"; measured). With `--target haproxy=VERSION` the finding follows the version. Templates and `printf` often leave it \
          out. End the file with a newline.
          """)
          .withFix();

  public static final RuleMeta NUL_BYTE =
      new RuleMeta(
          "SYN006",
          "nul-byte",
          ERROR,
          """
          The text holds a NUL byte.

          No configuration language has a use for it: the file is binary, in UTF-16, or damaged. HAProxy refuses it; keepalived \
          2.2.7 silently leaves out the rest of the line (both measured), so there it is a warning. Save the file as UTF-8 text.
          """);

  public static final RuleMeta TOO_MANY_WORDS =
      new RuleMeta(
          "SYN007",
          "too-many-words",
          ERROR,
          """
          A line of a HAProxy file has more than 64 words.

          HAProxy refuses the line ("too many words"; MAX_LINE_ARGS, measured on 2.6.12). Split the line, for example a long \
          ACL into several lines of the same name.
          """);

  public static final RuleMeta BAD_ESCAPE =
      new RuleMeta(
          "SYN008",
          "bad-escape",
          ERROR,
          """
          `\\x` in a HAProxy file is not followed by two hexadecimal digits.

          HAProxy refuses the line ("truncated or invalid hexadecimal sequence"; measured on 2.6.12). Write two digits, or \
          `\\\\x` where a backslash is meant.
          """);

  public static final RuleMeta HIDDEN_TEXT =
      new RuleMeta(
          "SYN009",
          "text-after-carriage-return",
          WARNING,
          """
          Text stands behind a carriage return in the middle of a line, where HAProxy does not see it.

          A carriage return right after a word ends the line for HAProxy, without a message (measured on 2.6.12): what follows \
          looks like configuration and has no effect. Replace the carriage return by a newline or a blank.
          """);

  public static final RuleMeta TOO_DEEP =
      new RuleMeta(
          "SYN012",
          "nested-too-deep",
          ERROR,
          """
          Blocks are nested deeper than any program reads them.

          keepalived knows five levels. The text below the limit is not checked. Remove the superfluous braces.
          """);

  public static final RuleMeta LINE_TOO_LONG =
      new RuleMeta(
          "SYN013",
          "line-too-long",
          ERROR,
          """
          A line of a keepalived file is longer than its reader's buffer of 1024 bytes.

          keepalived 2.2.7 reads what stands behind byte 1023 as another line, even if it is the rest of a comment; newer ones \
          report the line and ignore its start (measured). Shorten the line.
          """);

  public static final RuleMeta TEMPLATE =
      new RuleMeta(
          "SYN014",
          "template-text",
          ERROR,
          """
          The file holds marks of a template engine (`{{ ... }}` or `{% ... %}`), so it is not the file that a program will read.

          The program refuses it as it stands, or reads the marks as something else (in YAML `{{` opens two mappings). The rest \
          is checked as if the values were filled in and the statements were comments, which may be wrong where they leave lines \
          out or repeat them. Reported once for a file. Lint the file that the template engine makes of it.
          """);

  public static final RuleMeta BAD_VARIABLE =
      new RuleMeta(
          "SYN015",
          "bad-variable",
          ERROR,
          """
          A `$` within double quotes of a HAProxy file begins no variable, or one that is not closed.

          HAProxy expands `"$NAME"`, `"${NAME}"`, `"${NAME-default}"` and `"${NAME[*]}"` there and refuses anything else \
          ("forbidden first char in environment variable name", "unmatched brace"; measured on 2.6.12). A regular expression \
          that ends in `$` is the usual victim: put it in single quotes, or write `\\$`.
          """);

  public static final RuleMeta BAD_SCOPE =
      new RuleMeta(
          "SYN016",
          "bad-scope",
          ERROR,
          """
          A line of a HAProxy file that begins with `[` is no scope name in brackets.

          Such a line is read as `[name]`, with letters, digits and `_-.:` in it and only a comment behind it; anything else is refused \
          (measured on 2.6.12). HAProxy has no sections in brackets: write `frontend NAME`, `backend NAME` or `listen NAME`, or \
          put the first word in quotes.
          """);

  public static final RuleMeta COMMENT_ENDS_IN_BACKSLASH =
      new RuleMeta(
          "SYN017",
          "comment-ends-in-backslash",
          WARNING,
          """
          A comment of a keepalived file ends in a backslash, which keepalived does not take for a part of the comment.

          It keeps the backslash and drops the blanks before it, for the sake of definitions of several lines: `priority 100 \
          # see C:\\` reads as the number `100\\` and is refused, a name silently gets another character, and a line with \
          nothing but such a comment, which is then an error, is the unknown keyword `\\` (measured on 2.2.7). End the comment in another character.
          """);

  @Override
  public List<RuleMeta> metas() {
    return List.of(
        UNTERMINATED_QUOTE,
        MISSING_CLOSING_BRACE,
        STRAY_CLOSING_BRACE,
        STRAY_OPENING_BRACE,
        NO_NEWLINE_AT_END,
        NUL_BYTE,
        TOO_MANY_WORDS,
        BAD_ESCAPE,
        HIDDEN_TEXT,
        TOO_DEEP,
        LINE_TOO_LONG,
        TEMPLATE,
        BAD_VARIABLE,
        BAD_SCOPE,
        COMMENT_ENDS_IN_BACKSLASH);
  }
}

package dev.vipc.check.haproxy;

import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.Set;

/** Reads what an action or {@code http-error} sends instead of the server's answer. */
final class Reply {
  private static final Set<String> FORMATTED = Set.of("lf-string", "lf-file");
  private static final Set<String> OF_SECTIONS = Set.of("errorfiles", "default-errorfiles");

  private final Verdicts out;
  private final Language language;
  private final Actions actions;
  private int status;
  private String body = "";
  private boolean isEmpty;
  private boolean hasType;

  Reply(Verdicts out, Language language, Actions actions) {
    this.out = out;
    this.language = language;
    this.actions = actions;
  }

  /**
   * Reads up to the condition; whether HAProxy takes it.
   *
   * @param what the rule, such as {@code http-request deny}
   */
  boolean read(String what, Cursor line, int where) {
    boolean denies = what.endsWith(" deny") || what.endsWith(" tarpit");
    status = denies ? 403 : 200;
    Span start = line.lastSpan();
    boolean statusAlone = true;
    while (!line.atActionEnd()) {
      statusAlone &= line.peek().equals("deny_status");
      if (!part(what, line, where)) return false;
    }
    if (denies && statusAlone) body = "default-errorfiles";
    return fits(what.equals("http-error"), start.to(line.lastSpan()));
  }

  private boolean part(String what, Cursor line, int where) {
    Span span = line.span();
    String word = line.next();
    return switch (word) {
      case "status", "deny_status" -> status(line);
      case "content-type" -> {
        hasType = true;
        line.next();
        yield true;
      }
      case "hdr" -> {
        line.next();
        yield actions.format(line, where);
      }
      case "string",
          "lf-string",
          "errorfile",
          "file",
          "lf-file",
          "errorfiles",
          "default-errorfiles" ->
          body(word, span, line, where);
      default -> {
        out.error(
            HaproxyFindings.BAD_CONDITION,
            span,
            "`%s` takes a condition or a part of the answer here, and not `%s`"
                .formatted(what, word),
            "write `if` or `unless`, or one of status, content-type, string, lf-string, hdr,"
                + " errorfile, file");
        yield false;
      }
    };
  }

  /** HAProxy reads the digits that it begins with. */
  private boolean status(Cursor line) {
    String text = line.next();
    status = Address.leading(text);
    if (status >= 200 && status <= 599) return true;
    return refuse(
        line.lastSpan(), "`" + text + "` is no HTTP status of an answer", "write one of 200..599");
  }

  private boolean body(String word, Span span, Cursor line, int where) {
    if (!body.isEmpty())
      return refuse(span, "`%s` stands behind `%s`".formatted(word, body), "keep one of the two");
    body = word;
    switch (word) {
      case "string" -> {
        if (line.atEnd()) return refuse(span, "`string` needs a text", "write it behind the word");
        isEmpty = line.next().isEmpty();
      }
      case "lf-string" -> {
        return actions.format(line, where);
      }
      case "errorfile", "file", "lf-file" -> {
        out.assume("file", line.peek(), line.span());
        line.next();
      }
      case "errorfiles" -> {
        language.references().use("http-errors", new Located<>(line.peek(), line.span()));
        line.next();
      }
      default -> {}
    }
    return true;
  }

  /** What only the parts together tell (http_htx.c, http_parse_http_reply()). */
  private boolean fits(boolean isErrorPage, Span span) {
    boolean hasPage = SmallSection.ERROR_STATUSES.contains(String.valueOf(status));
    if ((isErrorPage || OF_SECTIONS.contains(body)) && !hasPage)
      return refuse(
          span,
          "HAProxy has no error page for status `" + status + "`",
          isErrorPage ? SmallSection.statuses() : "write what to send, such as `hdr NAME VALUE`");
    boolean ownText = body.equals("string") || body.equals("file") || FORMATTED.contains(body);
    if (!ownText || isEmpty) {
      if (hasType)
        out.warning(
            HaproxyFindings.WITHOUT_EFFECT,
            span,
            "`content-type` has no effect where the answer has no text of its own",
            "delete it, or add `string` or `file`");
      return true;
    }
    if (status == 204 || status == 304)
      return refuse(span, "an answer of status `" + status + "` has no body", "delete the text");
    return hasType
        || refuse(span, "the answer has a text and no `content-type`", "add `content-type TYPE`");
  }

  private boolean refuse(Span span, String message, String help) {
    out.error(HaproxyFindings.BAD_RULE, span, message, help);
    return false;
  }
}

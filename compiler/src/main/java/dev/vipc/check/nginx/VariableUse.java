package dev.vipc.check.nginx;

import dev.vipc.keyword.NginxContext;
import dev.vipc.keyword.NginxVariables;
import dev.vipc.keyword.Release;
import dev.vipc.source.Span;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.Word;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The variables of one {@code http} or {@code stream} block: those that its lines define, and those
 * that they use. nginx looks a name up when the block ends, so a definition may stand below a use.
 */
final class VariableUse {
  /** {@code ngx_http_script_compile}: a name, in braces or not, or a digit of a capture. */
  private static final Pattern NAME = Pattern.compile("\\$(?:\\{(\\w*)(}?)|(\\w*))");

  private static final Pattern CAPTURE = Pattern.compile("\\(\\?P?<([A-Za-z_]\\w*)>");

  /** Lines whose arguments are texts with variables, from the argument of this number on. */
  private static final Set<String> FROM_FIRST =
      Set.of(
          "add_header",
          "add_trailer",
          "alias",
          "auth_basic",
          "geo",
          "hash",
          "limit_conn_zone",
          "limit_rate",
          "limit_req_zone",
          "map",
          "proxy_bind",
          "proxy_cache_key",
          "proxy_download_rate",
          "proxy_method",
          "proxy_no_cache",
          "proxy_cache_bypass",
          "proxy_pass",
          "proxy_set_body",
          "proxy_set_header",
          "proxy_ssl_name",
          "proxy_upload_rate",
          "return",
          "root",
          "split_clients",
          "try_files");

  private static final Set<String> FROM_SECOND =
      Set.of("fastcgi_param", "log_format", "rewrite", "scgi_param", "set", "uwsgi_param");

  /** Lines that define the variable of their last argument, or of their first. */
  private static final Set<String> DEFINE_LAST = Set.of("geo", "map", "split_clients");

  private static final Set<String> DEFINE_FIRST =
      Set.of("auth_request_set", "js_set", "js_var", "perl_set", "set", "set_by_lua_block");

  private record Use(Word word, Span place, String name) {}

  private final Set<String> defined = new HashSet<>();
  private final List<Use> uses = new ArrayList<>();
  private final NginxVariables known;
  private final Release release;
  private final Sink out;

  VariableUse(NginxVariables known, Release release, Sink out) {
    this.known = known;
    this.release = release;
    this.out = out;
  }

  /** Takes a directive whose place and number of arguments are right. */
  void meet(Statement line) {
    String keyword = line.keyword();
    List<Word> words = line.words();
    int from = FROM_FIRST.contains(keyword) ? 1 : FROM_SECOND.contains(keyword) ? 2 : words.size();
    int end = words.size();
    if (DEFINE_LAST.contains(keyword)) define(words.get(--end));
    if (DEFINE_FIRST.contains(keyword)) define(words.get(1));
    for (Word word : words.subList(Math.min(from, end), end)) use(word);
    for (Word word : words) captures(word);
    if (keyword.equals("error_page")) use(words.getLast());
    if (keyword.equals("if")) condition(line);
  }

  /** Takes a line of a {@code map}: its value is a text with variables. */
  void entry(List<Word> words) {
    words.forEach(this::captures);
    if (words.size() == 2) use(words.get(1));
  }

  private void captures(Word word) {
    Matcher capture = CAPTURE.matcher(word.value());
    while (capture.find()) defined.add(lower(capture.group(1)));
  }

  private void define(Word word) {
    String text = word.value();
    if (text.length() > 1 && text.startsWith("$")) defined.add(lower(text.substring(1)));
    else if (!out.isOpen(text)) wrong(word);
  }

  private void wrong(Word word) {
    out.error(
        NginxFindings.BAD_SETTING,
        word.span(),
        "`%s` does not name a variable".formatted(word.value()),
        "write `$` and a name of letters, digits and `_`");
  }

  private void use(Word word) {
    if (out.isOpen(word.value())) return;
    Matcher name = NAME.matcher(word.value());
    while (name.find()) {
      String braced = name.group(1);
      String text = braced == null ? name.group(3) : braced;
      if (text.isEmpty() || braced != null && name.group(2).isEmpty()) {
        wrong(word);
        return;
      }
      boolean capture = braced == null && text.charAt(0) >= '1' && text.charAt(0) <= '9';
      if (!capture) uses.add(new Use(word, word.span(), lower(text)));
    }
  }

  /** The variable that a condition begins with, and the text that it is compared with. */
  private void condition(Statement line) {
    Word first = line.words().get(1);
    Word at = first.is("(") && line.words().size() > 2 ? line.words().get(2) : first;
    String text = at.value();
    if (out.isOpen(text)) return;
    if (text.startsWith("(")) text = text.substring(1);
    if (text.endsWith(")")) text = text.substring(0, text.length() - 1);
    if (text.length() > 1 && text.startsWith("$"))
      uses.add(new Use(at, at.span(), lower(text.substring(1))));
  }

  /** Names are looked up in small letters. */
  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** The block ends: what is not defined in it has to be nginx's own. */
  void end(NginxContext context) {
    for (Use use : uses)
      if (!defined.contains(use.name()) && !known.knows(use.name(), context.isStream(), release))
        out.error(
            NginxFindings.UNKNOWN_VARIABLE,
            use.place(),
            "nothing defines the variable `$%s`".formatted(use.name()),
            "define it by `map` or `set`, or write the name of one that nginx has");
  }
}

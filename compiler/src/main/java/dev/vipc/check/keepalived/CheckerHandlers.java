package dev.vipc.check.keepalived;

import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.keyword.KeywordFindings;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.syntax.Word;
import dev.vipc.syntax.keepalived.reading.ReadLine;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The checkers of real servers. */
final class CheckerHandlers {
  private static final String REAL = "virtual_server/real_server/";
  private static final List<String> CONNECTING =
      List.of(
          "TCP_CHECK", "PING_CHECK", "UDP_CHECK", "HTTP_GET", "SSL_GET", "DNS_CHECK", "SMTP_CHECK");
  private static final Set<String> DNS_TYPES =
      Set.of("A", "NS", "CNAME", "SOA", "MX", "TXT", "AAAA", "RRSIG", "DNSKEY");
  private static final Pattern STATUS = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");
  private static final Pattern DIGEST = Pattern.compile("[0-9a-fA-F]{32}");
  private static final Pattern HEX = Pattern.compile("([ \\t]*[0-9A-Fa-f]{1,2})++[ \\t]*");
  private static final Pattern HEX_OR_ANY = Pattern.compile("([ \\t]*[0-9A-FXa-fx]{1,2})++[ \\t]*");

  private final Reading reading;

  /** The keywords that the checker which is being read has. */
  private final Set<String> seen = new HashSet<>();

  private Optional<Located<Inet>> target = Optional.empty();
  private Optional<Located<Inet>> bound = Optional.empty();
  private long minLength;
  private long maxLength = 255;

  CheckerHandlers(Reading reading) {
    this.reading = reading;
  }

  void register(Handlers handlers) {
    for (String checker : CONNECTING) {
      handlers.begin(REAL + checker, _ -> begin());
      handlers.end(REAL + checker, (head, close) -> end(checker, head, close));
      connection(handlers, REAL + checker + "/");
    }
    connection(handlers, REAL + "SMTP_CHECK/host/");
    for (String get : List.of("HTTP_GET/", "SSL_GET/")) http(handlers, REAL + get);
    String dns = REAL + "DNS_CHECK/";
    handlers.line(dns + "type", this::dnsType);
    handlers.line(dns + "name", this::dnsName);
    String misc = REAL + "MISC_CHECK";
    handlers.begin(misc, _ -> begin());
    handlers.line(misc + "/misc_path", this::miscPath);
    handlers.line(misc + "/user", line -> reading.scripts.user(Reading.argument(line)));
    handlers.end(misc, (head, close) -> needs("misc_path", head, close));
    String udp = REAL + "UDP_CHECK/";
    handlers.line(udp + "payload", line -> hex(line, HEX));
    handlers.line(udp + "require_reply", line -> hex(line, HEX_OR_ANY));
    handlers.line(udp + "min_reply_length", line -> minLength = Numbers.of(line, minLength));
    handlers.line(udp + "max_reply_length", line -> maxLength = Numbers.of(line, maxLength));
    String file = REAL + "FILE_CHECK";
    handlers.begin(file, _ -> begin());
    handlers.line(file + "/track_file", line -> known(Trackers.Kind.FILE, line));
    handlers.end(file, (head, close) -> needs("track_file", head, close));
    String bfd = REAL + "BFD_CHECK";
    handlers.begin(bfd, _ -> begin());
    handlers.line(bfd + "/name", this::bfdName);
    handlers.end(bfd, (head, close) -> needs("name", head, close));
  }

  private void connection(Handlers handlers, String path) {
    handlers.line(path + "connect_ip", line -> target = address(line, bound));
    handlers.line(path + "bindto", line -> bound = address(line, target));
    handlers.line(path + "bind_if", this::bindIf);
  }

  private void http(Handlers handlers, String path) {
    handlers.begin(path + "url", _ -> url());
    handlers.line(path + "url/path", _ -> seen.add("path"));
    handlers.line(path + "url/digest", this::digest);
    handlers.line(path + "url/status_code", this::statusCode);
    handlers.end(path + "url", (head, close) -> needs("path", head, close));
  }

  private boolean begin() {
    seen.clear();
    target = Optional.empty();
    bound = Optional.empty();
    minLength = 0;
    maxLength = 255;
    return true;
  }

  private boolean url() {
    seen.remove("path");
    seen.remove("digest");
    seen.add("url");
    return true;
  }

  private void refuse(RuleMeta rule, Span span, String message, String help) {
    reading.refusals.refuse(rule, span, message, help);
  }

  private void refuse(Word word, String message, String help) {
    refuse(KeepalivedFindings.CHECKER, word.span(), message, help);
  }

  private void end(String checker, ReadLine head, Span close) {
    if (checker.endsWith("_GET")) needs("url", head, close);
    if (minLength > maxLength)
      refuse(
          KeepalivedFindings.CHECKER,
          close,
          "min_reply_length %d is above max_reply_length %d".formatted(minLength, maxLength),
          "swap the two");
    Inet reached =
        target.map(Located::value).orElse(reading.servers.getLast().reals.getLast().address);
    if (reached.isLinkLocal(false) && !seen.contains("bind_if"))
      refuse(
          KeepalivedFindings.CHECKER,
          close,
          "a link-local address needs `bind_if`",
          "write `bind_if IF` in the checker");
  }

  private void needs(String keyword, ReadLine head, Span close) {
    if (!seen.contains(keyword) && !seen.contains(keyword + " refused"))
      reading.refusals.refuse(
          KeepalivedFindings.INCOMPLETE,
          close,
          "`%s` ends here without a `%s`".formatted(head.keyword(), keyword),
          head.keywordSpan(),
          "it begins here",
          "write `%s`".formatted(keyword));
  }

  private Optional<Located<Inet>> address(ReadLine line, Optional<Located<Inet>> other) {
    Word word = Reading.argument(line);
    Optional<Inet> address = Inet.ofSocket(word.value());
    if (address.isEmpty()) return Optional.empty();
    if (other.filter(known -> known.value().v6() != address.get().v6()).isPresent()) {
      refuse(word, "connect_ip and bindto are of different families", "write one family");
      return Optional.empty();
    }
    return Optional.of(new Located<>(address.get(), word.span()));
  }

  private void bindIf(ReadLine line) {
    Word word = Reading.argument(line);
    if (word.value().length() > 15)
      refuse(word, "`%s` is too long".formatted(word.value()), "a name has at most 15 bytes");
    else seen.add("bind_if");
  }

  private void digest(ReadLine line) {
    Word word = Reading.argument(line);
    if (!DIGEST.matcher(word.value()).matches())
      refuse(
          word,
          "`%s` is no MD5 digest".formatted(word.value()),
          "write the 32 hexadecimal digits that `genhash` prints");
    else if (!seen.add("digest"))
      refuse(
          KeepalivedFindings.TWICE,
          line.keywordSpan(),
          "the url has two digests, and the second is ignored",
          "keep one");
  }

  private void statusCode(ReadLine line) {
    for (Word word : line.words().subList(1, line.size())) {
      Matcher matcher = STATUS.matcher(word.value());
      boolean valid = matcher.matches();
      if (valid) {
        int low = Integer.parseInt(matcher.group(1));
        int high = matcher.group(2) == null ? low : Integer.parseInt(matcher.group(2));
        valid = low >= 100 && high <= 999 && low <= high;
      }
      if (!valid)
        refuse(
            word,
            "`%s` is no status code".formatted(word.value()),
            "write N or N-M with numbers in 100..999");
    }
  }

  private void dnsType(ReadLine line) {
    Word word = Reading.argument(line);
    if (!DNS_TYPES.contains(word.value().toUpperCase(Locale.ROOT)))
      refuse(
          KeywordFindings.UNKNOWN_CHOICE,
          word.span(),
          "`%s` is no type that the checker asks for".formatted(word.value()),
          "write one of " + String.join(", ", DNS_TYPES.stream().sorted().toList()));
  }

  private void dnsName(ReadLine line) {
    Word word = Reading.argument(line);
    if (!seen.add("name"))
      refuse(
          KeepalivedFindings.TWICE,
          line.keywordSpan(),
          "the name stands here for the second time, and this one is ignored",
          "keep one");
    else if (word.value().startsWith(".") && word.value().length() > 1
        || word.value().contains(".."))
      refuse(word, "`%s` has an empty label".formatted(word.value()), "remove a dot");
  }

  private void miscPath(ReadLine line) {
    if (reading.scripts.read(line, Scripts.Owner.CHECKS).isPresent()) seen.add("misc_path");
  }

  private void hex(ReadLine line, Pattern form) {
    if (line.size() == 1) return;
    List<Word> words = line.words().subList(1, line.size());
    String text = String.join(" ", words.stream().map(Word::value).toList());
    if (!form.matcher(text).matches())
      refuse(words.getFirst(), "`%s` is not hexadecimal".formatted(text), "write pairs of digits");
  }

  private void known(Trackers.Kind kind, ReadLine line) {
    Word name = Reading.argument(line);
    if (reading.trackers.isDefined(kind, name.value())) {
      seen.add(line.keyword());
      return;
    }
    seen.add(line.keyword() + " refused");
    refuse(
        KeepalivedFindings.TRACKED,
        name.span(),
        "no `%s` is defined above".formatted(name.value()),
        "define it above the virtual server");
  }

  private void bfdName(ReadLine line) {
    if (line.size() > 2 || seen.contains("name")) {
      seen.add("name refused");
      refuse(line.words().getFirst(), "BFD_CHECK takes one name", "keep one");
      return;
    }
    known(Trackers.Kind.BFD, line);
  }
}

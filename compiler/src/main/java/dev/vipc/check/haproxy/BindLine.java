package dev.vipc.check.haproxy;

import dev.vipc.source.Span;
import dev.vipc.syntax.Word;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the {@code bind} lines of a section. */
final class BindLine {
  private final Verdicts out;
  private final Language language;
  private final Proxy proxy;
  private final Map<String, Span> ids = new HashMap<>(0);

  BindLine(Verdicts out, Language language, Proxy proxy) {
    this.out = out;
    this.language = language;
    this.proxy = proxy;
  }

  void read(List<Word> words) {
    // a backend's, of which HAProxy says that it ignores it, is read and listens all the same
    if (words.size() < 2 || proxy.isDefaults()) return;
    proxy.addBind();
    Word addresses = words.get(1);
    String text = addresses.value();
    for (int start = 0; start < text.length(); ) {
      int comma = text.indexOf(',', start);
      int end = comma < 0 ? text.length() : comma;
      if (language
          .address(
              text.substring(start, end),
              addresses.span(),
              Address.Takes.PORT_NEEDED,
              Address.Takes.PORT_RANGE,
              Address.Takes.STREAM,
              Address.Takes.DESCRIPTOR)
          .isEmpty()) return;
      start = end + 1;
    }
    options(words);
  }

  private void options(List<Word> words) {
    boolean ssl = false;
    boolean certificate = false;
    boolean strict = false;
    boolean protocol = false;
    for (int at = 2; at < words.size(); at++) {
      Word word = words.get(at);
      Word value = at + 1 < words.size() ? words.get(at + 1) : word;
      switch (word.value()) {
        case "ssl" -> ssl = true;
        case "strict-sni" -> strict = true;
        case "alpn", "no-alpn", "npn" -> protocol = true;
        case "crt", "crt-list" -> {
          certificate = true;
          out.assume("file", value.value(), value.span());
          at++;
        }
        case "ca-file", "crl-file", "ca-verify-file", "ca-sign-file" -> {
          if (!value.is("@system-ca")) out.assume("file", value.value(), value.span());
          at++;
        }
        case "user" -> {
          out.assume("user", value.value(), value.span());
          at++;
        }
        case "group" -> {
          out.assume("group", value.value(), value.span());
          at++;
        }
        case "proto" -> {
          protocol = true;
          Protocols.check(value, out);
          proxy.protocols().add(new Proxy.Protocol("proto", value, true));
          at++;
        }
        case "mss" -> {
          mss(value);
          at++;
        }
        case "ssl-min-ver", "ssl-max-ver" -> {
          TlsOptions.version(value, out);
          at++;
        }
        case "id" -> {
          id(value);
          at++;
        }
        default -> {}
      }
    }
    if (ssl && !protocol) proxy.mark("tls without alpn", words.get(1).span());
    if (ssl && !certificate) withoutCertificate(words, strict);
  }

  private void withoutCertificate(List<Word> words, boolean strict) {
    Span span = words.getFirst().span().to(words.getLast().span());
    String help = "add `crt PATH` with the certificate and its key";
    if (strict)
      out.laterWarning(
          HaproxyFindings.NO_CERTIFICATE,
          span,
          "this `bind … ssl` has no certificate, so every TLS connection fails",
          help);
    else
      out.laterError(
          HaproxyFindings.NO_CERTIFICATE, span, "this `bind … ssl` has no certificate", help);
  }

  private void mss(Word value) {
    String number = value.value().startsWith("-") ? value.value().substring(1) : value.value();
    boolean good =
        Address.isNumber(number)
            && Integer.parseInt(number) >= 1
            && Integer.parseInt(number) <= 65535;
    if (!good)
      out.error(
          HaproxyFindings.BAD_SETTING,
          value.span(),
          "`" + value.value() + "` is no MSS of 1..65535",
          "write a number such as `1460`");
  }

  private void id(Word value) {
    Span earlier = ids.putIfAbsent(value.value(), value.span());
    if (earlier == null) return;
    out.error(
        HaproxyFindings.DEFINED_TWICE,
        value.span(),
        "id `%s` belongs to another `bind` of the section".formatted(value.value()),
        "write another number");
  }
}

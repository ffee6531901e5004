package dev.vipc.rule.health;

import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.model.Proxy;
import dev.vipc.model.Proxy.CheckMethod;
import dev.vipc.model.Proxy.Server;
import dev.vipc.rule.proxy.Lines;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The edits that give an API server's backend a check of {@code /readyz} over TLS. */
final class CheckFixes {
  static final String HTTP_CHECK = "option httpchk GET /readyz";
  static final String EXPECT = "http-check expect status 200";

  /** Red Hat's OpenSSL alone knows such a cipher list: the others refuse the first TLS check. */
  private static final String SYSTEM_POLICY = "PROFILE=";

  private CheckFixes() {}

  /**
   * Passes findings on, with their cures only where a TLS check works wherever the file does. A
   * file is searched once, however many findings it has.
   */
  static Reporter whereTlsWorks(Reporter out) {
    Map<SourceFile, Boolean> elsewhere = new IdentityHashMap<>();
    return finding ->
        out.report(
            elsewhere.computeIfAbsent(
                    finding.span().file(), file -> file.text().contains(SYSTEM_POLICY))
                ? finding.withoutFix()
                : finding);
  }

  /**
   * Puts a check of {@code /readyz} in the place of the method that is in force, or above the first
   * server.
   */
  static Fix readyz(Proxy backend) {
    List<Fix.Edit> edits = new ArrayList<>();
    Optional<CheckMethod> own = backend.check().filter(method -> !method.inherited());
    edits.add(
        own.map(method -> Lines.replace(method.span(), HTTP_CHECK, EXPECT))
            .orElseGet(
                () -> Lines.insertAbove(backend.servers().getFirst().span(), HTTP_CHECK, EXPECT)));
    edits.addAll(overTls(backend));
    return new Fix("check `/readyz` over TLS", false, edits);
  }

  /** Takes out a line and lets the servers' checks speak TLS. */
  static Fix withoutLine(Proxy backend, Span line) {
    List<Fix.Edit> edits = new ArrayList<>();
    edits.add(Lines.delete(line));
    edits.addAll(overTls(backend));
    return new Fix("check over TLS with the method that is left", false, edits);
  }

  /** Lets the check of every server speak TLS. */
  static List<Fix.Edit> overTls(Proxy backend) {
    return backend.servers().stream()
        .filter(server -> !server.checkTls())
        .map(CheckFixes::overTls)
        .toList();
  }

  private static Fix.Edit overTls(Server server) {
    Span line = server.span();
    Span end = line.part(line.end() - line.start(), line.end() - line.start());
    String words = server.checked() ? " check-ssl verify none" : " check check-ssl verify none";
    return new Fix.Edit(end, words);
  }
}

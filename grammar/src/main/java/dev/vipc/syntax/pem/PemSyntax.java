package dev.vipc.syntax.pem;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Documented;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the blocks of a PEM file; what stands between them is a comment, as RFC 7468 allows. */
@AutoService(Documented.class)
public final class PemSyntax implements Documented {
  public static final RuleMeta UNREADABLE =
      new RuleMeta(
          "SYN040",
          "unreadable-certificate",
          Severity.ERROR,
          """
          A certificate's file holds no certificate that can be read.

          The API server, etcd and HAProxy read certificates as PEM: Base64 between `-----BEGIN CERTIFICATE-----` and
          `-----END CERTIFICATE-----` (RFC 7468). They refuse to start with a file in binary DER, one that was cut off in
          the middle, one whose Base64 was damaged when it was copied, or an empty one.

          It is a warning for a file without any block that lies outside of `pki`, where nobody may read it.

          Copy the file again, or write a binary one as PEM: `openssl x509 -inform der -in FILE -out FILE.crt`.
          """);
  private static final Pattern BOUNDARY =
      Pattern.compile("(?m)^-----(?<edge>BEGIN|END) (?<label>[A-Z0-9 ]{1,60})-----[ \\t]*\\r?$");

  @Override
  public List<RuleMeta> metas() {
    return List.of(UNREADABLE);
  }

  /** Whether the text has the first line of some block. */
  public static boolean hasBlock(SourceFile file) {
    return file.text().contains("-----BEGIN ");
  }

  /** The complete blocks, in file order. A block that is not closed is reported and left out. */
  public static List<PemBlock> blocks(SourceFile file, Reporter out) {
    List<PemBlock> blocks = new ArrayList<>();
    Matcher boundary = BOUNDARY.matcher(file.text());
    Span header = null;
    Located<String> label = null;
    while (boundary.find()) {
      Span line = stripped(file, boundary);
      Located<String> own =
          new Located<>(
              boundary.group("label"), file.span(boundary.start("label"), boundary.end("label")));
      boolean begins = boundary.group("edge").equals("BEGIN");
      if (header != null && label != null) {
        if (!begins && label.value().equals(own.value()))
          blocks.add(
              new PemBlock(label, header, file.span(header.end(), line.start()), header.to(line)));
        else out.report(unclosed(header, label.value()));
      } else if (!begins) {
        out.report(
            fault(line, "this `END %s` has no `BEGIN` before it".formatted(own.value()))
                .help("copy the file again, with its first line"));
      }
      header = begins ? line : null;
      label = begins ? own : null;
    }
    if (header != null && label != null) out.report(unclosed(header, label.value()));
    return blocks;
  }

  /** A finding on a file that is no certificate. */
  public static Diagnostic fault(Span place, String message) {
    return Diagnostic.of(UNREADABLE, place, message);
  }

  private static Span stripped(SourceFile file, Matcher boundary) {
    int end = boundary.start() + boundary.group().stripTrailing().length();
    return file.span(boundary.start(), end);
  }

  private static Diagnostic unclosed(Span header, String label) {
    return fault(header, "`BEGIN %s` has no `END %s` of its own behind it".formatted(label, label))
        .help("copy the file again: it was cut off here");
  }
}

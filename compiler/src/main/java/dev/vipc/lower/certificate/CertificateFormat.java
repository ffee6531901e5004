package dev.vipc.lower.certificate;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.lower.Format;
import dev.vipc.model.Certificate;
import dev.vipc.model.LiteralSecret;
import dev.vipc.model.LiteralSecret.Kind;
import dev.vipc.model.Parts;
import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Utf8;
import dev.vipc.syntax.pem.PemBlock;
import dev.vipc.syntax.pem.PemSyntax;
import java.util.List;
import java.util.regex.Pattern;

/** PEM files: certificates are read, of a private key only that it is there. */
@AutoService(Format.class)
public final class CertificateFormat implements Format {
  private static final Pattern CERTIFICATE = Pattern.compile(".*\\.(crt|cer|pem)");
  private static final String KEY = ".key";

  @Override
  public String kind() {
    return "certificate";
  }

  @Override
  public boolean belongsToNode() {
    return true;
  }

  @Override
  public boolean mayBe(String fileName) {
    return CERTIFICATE.matcher(fileName).matches() || fileName.endsWith(KEY);
  }

  /** Whether a file of this name may hold a private key, which then stays unread. */
  @Override
  public boolean mayHoldKey(String fileName) {
    return mayBe(fileName);
  }

  @Override
  public int recognises(SourceFile file) {
    String name = file.path().substring(file.path().lastIndexOf('/') + 1);
    if (CERTIFICATE.matcher(name).matches()) return 2;
    return file.text().startsWith("-----BEGIN ") || name.endsWith(KEY) && PemSyntax.hasBlock(file)
        ? 1
        : 0;
  }

  @Override
  public List<RuleMeta> metas() {
    return List.of();
  }

  @Override
  public Parts read(SourceFile file, Targets targets, Reporter out) {
    if (!PemSyntax.hasBlock(file)) {
      out.report(noBlock(file).as(isUsed(file) ? Severity.ERROR : Severity.WARNING));
      return Parts.NONE;
    }
    Parts parts = Parts.NONE;
    boolean leads = true;
    for (PemBlock block : PemSyntax.blocks(file, out)) {
      if (block.isPrivateKey()) parts = parts.and(Parts.of(key(block)));
      if (!block.isCertificate()) continue;
      parts = parts.and(certificate(block, leads, out));
      leads = false;
    }
    return parts;
  }

  private static LiteralSecret key(PemBlock block) {
    boolean encrypted = block.label().value().startsWith("ENCRYPTED");
    return new LiteralSecret(
        encrypted ? Kind.ENCRYPTED_PRIVATE_KEY : Kind.PRIVATE_KEY, block.header());
  }

  private static Parts certificate(PemBlock block, boolean leads, Reporter out) {
    return switch (CertificateReader.read(block.body().text())) {
      case CertificateReader.Answer.Read(var certificate) ->
          Parts.of(
              new Certificate(
                  Roles.of(block.span().file(), certificate), leads, certificate, block.header()));
      case CertificateReader.Answer.Refused(var why) -> {
        out.report(
            PemSyntax.fault(block.header(), "what stands below this line " + why)
                .help("copy the file again, or let kubeadm make it anew"));
        yield Parts.NONE;
      }
    };
  }

  /** Whether it lies where kubeadm's servers read it; elsewhere nobody may. */
  private static boolean isUsed(SourceFile file) {
    String path = "/" + file.path();
    String folder = path.substring(0, path.lastIndexOf('/'));
    return folder.endsWith("/pki") || folder.endsWith("/pki/etcd");
  }

  private static Diagnostic noBlock(SourceFile file) {
    String text = file.text();
    if (text.isBlank())
      return PemSyntax.fault(file.startOfFile(), "the file is empty")
          .help("copy the certificate again, or let kubeadm make it anew");
    // DER begins with a SEQUENCE whose length takes two more octets
    boolean der =
        text.length() > 1
            && text.charAt(0) == '0'
            && (Utf8.isEscapedByte(text.charAt(1)) || text.charAt(1) < ' ');
    return der
        ? PemSyntax.fault(file.startOfFile(), "the file is binary (DER); the programs read PEM")
            .help("`openssl x509 -inform der -in FILE -out FILE.crt` writes it as PEM")
        : PemSyntax.fault(file.startOfFile(), "the file holds no PEM block")
            .help("a certificate begins with `-----BEGIN CERTIFICATE-----`");
  }
}

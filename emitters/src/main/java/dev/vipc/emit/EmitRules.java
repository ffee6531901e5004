package dev.vipc.emit;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Documented;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import java.util.List;

/** What can keep a good spec from being written as files. */
@AutoService(Documented.class)
public final class EmitRules implements Documented {
  public static final RuleMeta UNWRITABLE =
      new RuleMeta(
          "EMT001",
          "unwritable-value",
          Severity.ERROR,
          """
          A value of the spec cannot be written in the language of the file that it belongs to.

          keepalived.conf has no way to write a double quote or a line break inside a word, and \
          HAProxy refuses names with spaces. A value that would end its word, its line or its block \
          could say something else than the spec does, so it is refused and never bent. The same \
          holds where two parts of a spec would need one name in a file.

          Write another name, address or path, as the help says.
          """);
  static final RuleMeta SECRET =
      new RuleMeta(
          "EMT002",
          "password-not-usable",
          Severity.ERROR,
          """
          A password, a token or a key of the spec cannot be had, or its program cannot use it.

          The environment variable is not set, the file cannot be read or is encrypted by SOPS, \
          the command fails, or what they give does not fit: the password of VRRP 2 has 1 to 8 \
          octets (RFC 2338, section 5.3.6), and keepalived silently compares only those; the \
          password of a BGP session stands between colons and commas in kube-vip's `bgp_peers` and \
          can hold neither.

          Set the variable, name a file that can be read, or a command that prints the secret in \
          its first line. The command runs as `sh -c` in the spec's folder, for at most a minute; \
          what it prints is never shown.
          """);

  @Override
  public List<RuleMeta> metas() {
    return List.of(UNWRITABLE, SECRET);
  }
}

package dev.vipc.rule.vrrp;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.MailNotices;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Mail settings that no mail comes of. */
@AutoService(Rule.class)
public final class MailToNobody implements Rule {
  public static final RuleMeta META =
      new RuleMeta(
              "KA029",
              "mail-to-nobody",
              Severity.INFO,
              """
              The settings for mail name nobody, or an address of keepalived's sample file.

              An empty `notification_email` is an error: `keepalived -t` refuses it with exit status 5
              (measured with 2.2.7), though the daemon goes on. Recipients in `firewall.loc` and the server
              192.168.200.1 come from the sample file that keepalived ships; nobody reads that mail, and
              each attempt to send it waits for `smtp_connect_timeout`.

              A virtual router sends mail only where `smtp_alert` asks for it (keepalived.conf(5)), so
              without that line, and without virtual servers, such settings do nothing at all; the fix
              deletes them.

              Name those who read the mail and a server that takes it, or delete the lines.
              """)
          .withFix();
  private static final String SAMPLE_DOMAIN = "@firewall.loc";
  private static final String SAMPLE_SERVER = "192.168.200.1";

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .parts()
        .forEach(
            parts ->
                parts
                    .all(MailNotices.class)
                    .forEach(
                        mail -> {
                          boolean whole =
                              parts.all(VrrpDaemon.class).stream()
                                  .allMatch(daemon -> daemon.includes().isEmpty());
                          finding(mail, whole).ifPresent(out::report);
                        }));
  }

  private static Optional<Diagnostic> finding(MailNotices mail, boolean whole) {
    if (mail.emptyList().isPresent()) return Optional.of(empty(mail.emptyList().get()));
    Optional<Located<String>> sample = sample(mail);
    if (sample.isEmpty()) return Optional.empty();
    Diagnostic finding =
        Diagnostic.of(
                META,
                sample.get().span(),
                "`%s` is from keepalived's sample file: nobody gets this mail"
                    .formatted(sample.get().value()))
            .help("write whom the mail is for, or delete the lines about mail");
    if (mail.requested() || !whole) return Optional.of(finding);
    return Optional.of(
        fix(mail.settings(), "delete what sends no mail").map(finding::fix).orElse(finding));
  }

  private static Diagnostic empty(Span block) {
    Span keyword = block.part(0, "notification_email".length());
    Span close = block.part(block.end() - block.start() - 1, block.end() - block.start());
    Diagnostic finding =
        Diagnostic.of(META, close, "`notification_email` ends here and lists no address")
            .as(Severity.ERROR)
            .also(keyword, "it begins here")
            .help("delete the block, or list one");
    return fix(List.of(block), "delete the empty block").map(finding::fix).orElse(finding);
  }

  private static Optional<Located<String>> sample(MailNotices mail) {
    boolean all =
        !mail.recipients().isEmpty()
            && mail.recipients().stream().allMatch(to -> to.value().endsWith(SAMPLE_DOMAIN));
    if (all) return Optional.of(mail.recipients().getFirst());
    return mail.server().located().filter(server -> server.value().equals(SAMPLE_SERVER));
  }

  private static Optional<Fix> fix(List<Span> statements, String description) {
    List<Fix.Edit> edits = new ArrayList<>();
    for (Span statement : statements) {
      Optional<Fix.Edit> edit = Statements.delete(statement);
      if (edit.isEmpty()) return Optional.empty();
      edits.add(edit.get());
    }
    return edits.isEmpty() ? Optional.empty() : Optional.of(new Fix(description, true, edits));
  }
}

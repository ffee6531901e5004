package dev.vipc.model;

import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * What keepalived is told of mail: by which server and to whom, and whether a line asks for any.
 *
 * @param settings the statements of {@code global_defs} that are about mail alone
 * @param emptyList a {@code notification_email} block that lists nobody
 * @param requested a line that asks for mail ({@code smtp_alert}), or something that sends it
 *     unasked: virtual servers do
 */
public record MailNotices(
    SourceFile file,
    Setting<String> server,
    List<Located<String>> recipients,
    List<Span> settings,
    Optional<Span> emptyList,
    boolean requested)
    implements Part {
  public MailNotices {
    recipients = List.copyOf(recipients);
    settings = List.copyOf(settings);
  }
}

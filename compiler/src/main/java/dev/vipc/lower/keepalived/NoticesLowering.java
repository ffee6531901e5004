package dev.vipc.lower.keepalived;

import dev.vipc.model.MailNotices;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The lines about mail. */
record NoticesLowering(SourceFile file, Body root) {
  private static final Set<String> SETTINGS =
      Set.of(
          "notification_email",
          "notification_email_from",
          "smtp_server",
          "smtp_helo_name",
          "smtp_connect_timeout");

  /** Each asks for mail; a virtual server's checkers send it unless a line forbids it. */
  private static final Set<String> REQUESTS =
      Set.of(
          "smtp_alert", "smtp_alert_vrrp", "smtp_alert_checker", "virtual_server", "email_faults");

  MailNotices notices() {
    Body global = root.merged("global_defs");
    List<Located<String>> recipients =
        global.inside("notification_email").stream()
            .flatMap(line -> line.wordsFrom(0).stream())
            .toList();
    Optional<Span> empty =
        global
            .all("notification_email")
            .filter(Line::isBlock)
            .map(Line::span)
            .findFirst()
            .filter(_ -> recipients.isEmpty());
    return new MailNotices(
        file,
        global.host("smtp_server"),
        recipients,
        global.lines().stream()
            .filter(line -> SETTINGS.contains(line.keyword()))
            .map(Line::span)
            .toList(),
        empty,
        root.anyBelow(line -> REQUESTS.contains(line.keyword())));
  }
}

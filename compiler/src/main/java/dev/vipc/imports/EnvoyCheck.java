package dev.vipc.imports;

import static dev.vipc.imports.ImportNotes.GUESSED;

import dev.vipc.source.Span;
import dev.vipc.spec.Durations;
import dev.vipc.spec.YamlText.Fields;
import dev.vipc.syntax.yaml.YamlNode.Entry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The health check of one cluster as the {@code check} of a proxy. */
final class EnvoyCheck {
  private static final String CRITERIA = "{purpose:health-check,}";
  private static final String ALL_STATUSES = "[{end:600,start:100,},]";
  private static final int USUAL_STATUS = 200;
  private static final int MOST_IN_A_ROW = 100;

  private final EnvoyMessage cluster;
  private final EnvoyAnswers answers;
  private final Set<String> added;

  /**
   * @param added is filled with what build writes and the file does not have
   */
  EnvoyCheck(EnvoyMessage cluster, Set<String> added) {
    this.cluster = cluster;
    this.answers = cluster.answers();
    this.added = added;
  }

  /** What the spec says of it; of no use where the answers are beyond the spec. */
  Fields fields(Span place) {
    List<EnvoyMessage> checks = cluster.list("health_checks");
    Fields fields = new Fields();
    if (checks.isEmpty()) {
      if (cluster.has("transport_socket_matches")) answers.beyond();
      answers.remark(
          GUESSED,
          place,
          "no `health_checks` are written; the spec has a check that only opens a connection");
      return fields.put("type", "tcp");
    }
    if (checks.size() > 1) answers.beyond();
    EnvoyMessage check = checks.getFirst();
    boolean http = check.has("http_health_check");
    if (http == check.has("tcp_health_check")) answers.beyond();
    Optional<EnvoyMessage> socket = socket(check);
    fields.put("type", socket.isPresent() ? http ? "https" : "tls-hello" : http ? "http" : "tcp");
    if (http) http(check.at("http_health_check"), fields);
    else if (!check.at("tcp_health_check").mapping().entries().isEmpty()) answers.beyond();
    socket.ifPresent(tls -> authority(tls, http, fields));
    times(check, fields);
    return fields;
  }

  private void times(EnvoyMessage check, Fields fields) {
    Optional<Duration> interval = check.duration("interval");
    interval.ifPresent(every -> fields.put("interval", Durations.format(every)));
    check.duration("timeout").ifPresent(limit -> fields.put("timeout", Durations.format(limit)));
    count(check, "healthy_threshold", "rise", fields);
    count(check, "unhealthy_threshold", "fall", fields);
    Optional<Duration> unused = check.duration("no_traffic_interval");
    if (unused.isEmpty()) added.add("no_traffic_interval");
    else if (!unused.equals(interval))
      check.anew("no_traffic_interval", "build asks as often without traffic as with it");
  }

  private void count(EnvoyMessage check, String key, String field, Fields fields) {
    Optional<Long> count = check.number(key);
    if (count.filter(times -> times < 1 || times > MOST_IN_A_ROW).isPresent()) answers.beyond();
    count.ifPresent(times -> fields.put(field, times));
  }

  private void http(EnvoyMessage http, Fields fields) {
    String path = http.text("path").orElse("");
    if (!path.matches("/\\S*")) answers.beyond();
    fields.put("path", path);
    List<EnvoyMessage> ranges = http.list("expected_statuses");
    long status = USUAL_STATUS;
    if (!ranges.isEmpty()) {
      status = ranges.getFirst().number("start").orElse(0L);
      long end = ranges.getFirst().number("end").orElse(0L);
      if (status < 100 || status > 599) answers.beyond();
      if (end != status + 1 || ranges.size() > 1) {
        Entry entry = http.entry("expected_statuses").orElseThrow();
        answers.answerWhole(entry);
        answers.remark(
            GUESSED,
            entry.key().span(),
            "several statuses are expected, and the spec knows one: %d".formatted(status));
      }
    } else added.add("expected_statuses");
    fields.put("expect", status);
    Optional<Entry> counted = http.entry("retriable_statuses");
    if (counted.isEmpty()) added.add("retriable_statuses");
    else {
      answers.answerWhole(counted.get());
      if (!EnvoyMessage.canonical(counted.get().value()).equals(ALL_STATUSES))
        http.anew("retriable_statuses", "build lets every status count to the threshold");
    }
  }

  /** The transport socket that the check alone uses. */
  private Optional<EnvoyMessage> socket(EnvoyMessage check) {
    Optional<Entry> criteria = check.entry("transport_socket_match_criteria");
    List<EnvoyMessage> matches = cluster.list("transport_socket_matches");
    if (criteria.isEmpty() && matches.isEmpty()) return Optional.empty();
    if (criteria.isEmpty() || matches.size() != 1) {
      answers.beyond();
      return Optional.empty();
    }
    EnvoyMessage match = matches.getFirst();
    String wanted = EnvoyMessage.canonical(criteria.get().value());
    Optional<Entry> own = match.entry("match");
    if (own.filter(entry -> EnvoyMessage.canonical(entry.value()).equals(wanted)).isEmpty())
      answers.beyond();
    answers.answerWhole(criteria.get());
    own.ifPresent(answers::answerWhole);
    if (!wanted.equals(CRITERIA)) {
      check.anew("transport_socket_match_criteria", "build has its own words for it");
      match.anew("match", "build has its own words for it");
    }
    match.text("name");
    return Optional.of(match.at("transport_socket"));
  }

  private void authority(EnvoyMessage socket, boolean http, Fields fields) {
    String kind = socket.text("name").orElse("");
    EnvoyMessage tls = socket.at(socket.has("typed_config") ? "typed_config" : "config");
    String type = tls.text("@type").orElse(kind);
    if (!type.endsWith("UpstreamTlsContext") && !type.endsWith(".tls")) answers.beyond();
    if (!tls.has("common_tls_context") || !http) return;
    EnvoyMessage common = tls.at("common_tls_context");
    if (!common.has("validation_context")) return;
    EnvoyMessage context = common.at("validation_context");
    if (!context.has("trusted_ca")) return;
    EnvoyMessage authority = context.at("trusted_ca");
    Optional<String> file = authority.text("filename").filter(path -> path.matches("/\\S+"));
    if (file.isEmpty()) answers.beyond();
    file.ifPresent(path -> fields.put("verify", path));
  }
}

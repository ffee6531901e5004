package dev.vipc.imports;

import static dev.vipc.imports.ImportNotes.GUESSED;
import static dev.vipc.imports.ImportNotes.WITHOUT_EFFECT;

import dev.vipc.model.IpAddress;
import dev.vipc.source.Span;
import dev.vipc.spec.Durations;
import dev.vipc.spec.YamlText.Fields;
import dev.vipc.syntax.yaml.YamlNode.Entry;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One cluster as the servers of a proxy, with their check and limits. */
final class EnvoyCluster {
  private static final Set<String> FOUND = Set.of("STATIC", "STRICT_DNS", "LOGICAL_DNS");
  private static final Set<String> HASHING = Set.of("RING_HASH", "MAGLEV");
  private static final String RANDOM = "RANDOM";
  private static final int MOST_WEIGHT = 256;
  private static final int MOST_CONNECTIONS = 1_000_000;
  private static final int LINE = 110;
  private static final int WHOLE = 100;

  /** Envoy's own values. */
  private static final long CONNECTIONS = 1024;

  private static final long FAILURES = 5;
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofSeconds(30);

  private static final Duration LONGEST = Duration.ofHours(24);
  private static final int MOST_IN_A_ROW = 100;

  private final EnvoyMessage cluster;
  private final EnvoyAnswers answers = new EnvoyAnswers();
  private final EnvoyListener listener;
  private final Machines machines;
  private final int apiServerPort;
  private final Span place;
  private final Set<String> added = new TreeSet<>();
  private final List<DraftServer> servers = new ArrayList<>();
  private boolean named = false;
  private int backups = 0;

  EnvoyCluster(Mapping item, EnvoyListener listener, Machines machines, int apiServerPort) {
    this.cluster = new EnvoyMessage(item, answers);
    this.listener = listener;
    this.machines = machines;
    this.apiServerPort = apiServerPort;
    this.place =
        cluster.scalar("name").map(name -> name.span()).orElseGet(() -> item.span().part(0, 1));
  }

  EnvoyMessage message() {
    return cluster;
  }

  Span place() {
    return place;
  }

  /** What build writes and the file does not have. */
  Set<String> added() {
    return added;
  }

  /** What the spec says of its servers; absent where they are more than a proxy of the spec. */
  Optional<Fields> fields() {
    if (cluster.has("transport_socket") || cluster.has("tls_context")) return Optional.empty();
    if (cluster.has("load_balancing_policy") || cluster.has("cluster_type"))
      return Optional.empty();
    servers();
    discovery();
    Fields fields = new Fields();
    fields.put("servers", DraftServer.all(limited(), machines, apiServerPort));
    fields.put("balance", balance());
    fields.put("check", new EnvoyCheck(cluster, added).fields(place).compact(LINE));
    passive().ifPresent(passive -> fields.put("passive", passive.compact(LINE)));
    Duration connect = cluster.duration("connect_timeout").orElse(CONNECT);
    if (connect.isZero() || connect.compareTo(LONGEST) > 0) answers.beyond();
    String silence = Durations.format(listener.idle());
    fields.put(
        "timeouts",
        new Fields()
            .put("connect", Durations.format(connect))
            .put("client", silence)
            .put("server", silence)
            .compact(LINE));
    fields.put("maxConnections", connections());
    panic();
    ours("upstream_connection_options", "{tcp_keepalive:{},}");
    if (servers.isEmpty() || answers.isBeyond()) return Optional.empty();
    return Optional.of(fields);
  }

  private void servers() {
    Set<String> names = new HashSet<>();
    for (EnvoyMessage host : cluster.list("hosts"))
      server(host.at("socket_address"), new Fields(), names);
    if (!cluster.has("load_assignment")) return;
    EnvoyMessage assignment = cluster.at("load_assignment");
    if (!assignment.text("cluster_name").equals(cluster.text("name")))
      assignment.anew("cluster_name", "build writes the cluster's own name");
    for (EnvoyMessage locality : assignment.list("endpoints")) {
      long priority = locality.number("priority").orElse(0L);
      if (priority > 1) locality.anew("priority", "build has backup servers in one group");
      List<EnvoyMessage> endpoints = locality.list("lb_endpoints");
      for (EnvoyMessage endpoint : endpoints) endpoint(endpoint, priority > 0, names);
      if (priority > 0) backups += endpoints.size();
    }
    overprovisioning(assignment);
  }

  private void endpoint(EnvoyMessage endpoint, boolean backup, Set<String> names) {
    Fields fields = new Fields();
    EnvoyMessage inner = endpoint.at("endpoint");
    if (inner.has("health_check_config")) answers.beyond();
    String status = endpoint.word("health_status").orElse("");
    if (status.equals("DRAINING")) fields.put("weight", 0);
    else {
      Optional<Long> weight = endpoint.number("load_balancing_weight");
      if (weight.filter(w -> w < 1 || w > MOST_WEIGHT).isPresent()) answers.beyond();
      if (isRandom() && weight.isPresent())
        answers.remark(
            WITHOUT_EFFECT,
            endpoint.entry("load_balancing_weight").orElseThrow().key().span(),
            "`load_balancing_weight` does nothing beside `lb_policy: RANDOM`");
      else weight.ifPresent(share -> fields.put("weight", share));
      if (status.equals("HEALTHY") || status.equals("UNKNOWN"))
        endpoint.anew("health_status", "the health checks say it");
      else if (!status.isEmpty()) answers.beyond();
    }
    if (fields.fields().containsKey("weight") && isRandom()) answers.beyond();
    if (backup) fields.put("backup", true);
    server(inner.at("address").at("socket_address"), fields, names);
  }

  private boolean isRandom() {
    return cluster.word("lb_policy").filter(RANDOM::equals).isPresent();
  }

  private void server(EnvoyMessage socket, Fields fields, Set<String> names) {
    Optional<String> host = socket.text("address");
    Optional<Long> port = socket.number("port_value");
    if (!socket.isUsual("protocol", "TCP")) answers.beyond();
    if (host.isEmpty() || port.filter(p -> p > 0 && p < 65536).isEmpty()) {
      answers.beyond();
      return;
    }
    Optional<IpAddress> address = IpAddress.parse(host.get());
    if (address.isEmpty() && !host.get().matches("[A-Za-z0-9_][A-Za-z0-9_.-]*")) answers.beyond();
    named |= address.isEmpty();
    String name =
        address
            .map(ip -> machines.holder(ip).map(Machine::name).orElse(""))
            .orElseGet(() -> Routers.sectionName(host.get()));
    if (name.isEmpty() || !names.add(name)) {
      int next = servers.size() + 1;
      while (!names.add("server-" + next)) next++;
      name = "server-" + next;
    }
    servers.add(
        new DraftServer(
            name,
            address.map(IpAddress::toString).orElse(host.get()),
            port.get().intValue(),
            fields));
  }

  /** One server in health is enough for all clients of its group where there are backups. */
  private void overprovisioning(EnvoyMessage assignment) {
    long written = backups == 0 ? 0 : (long) WHOLE * Math.max(1, servers.size() - backups);
    if (!assignment.has("policy")) {
      if (written > 0) added.add("overprovisioning_factor");
      return;
    }
    EnvoyMessage policy = assignment.at("policy");
    Optional<Long> factor = policy.number("overprovisioning_factor");
    if (factor.isPresent() && factor.get() != written)
      policy.anew(
          "overprovisioning_factor",
          written == 0 ? "build writes none" : "build writes %d".formatted(written));
  }

  private void discovery() {
    String type = cluster.word("type").orElse("STATIC");
    if (!FOUND.contains(type)) answers.beyond();
    String written = named ? "STRICT_DNS" : "STATIC";
    if (type.equals("LOGICAL_DNS") && servers.size() > 1) answers.beyond();
    if (!type.equals(written))
      cluster.anew("type", "build writes `%s` for such servers".formatted(written));
    if (named) ours("dns_lookup_family", "V4_PREFERRED");
  }

  private String balance() {
    String policy = cluster.word("lb_policy").orElse("ROUND_ROBIN");
    if (HASHING.contains(policy)) {
      if (!listener.bySource()) {
        if (listener.proxy().has("hash_policy")) answers.beyond();
        cluster.anew("lb_policy", "without a `hash_policy` it chooses at random");
        return "random";
      }
      if (!policy.equals("MAGLEV")) cluster.anew("lb_policy", "build writes `MAGLEV`");
      return "source";
    }
    listener.noteIdleHash();
    switch (policy) {
      case "ROUND_ROBIN" -> {
        if (!cluster.has("lb_policy")) added.add("lb_policy: ROUND_ROBIN");
        return "roundrobin";
      }
      case "LEAST_REQUEST" -> {
        return "leastconn";
      }
      case RANDOM -> {
        return "random";
      }
      default -> {
        answers.beyond();
        return "";
      }
    }
  }

  private Optional<Fields> passive() {
    if (!cluster.has("outlier_detection")) {
      added.add("outlier_detection");
      return Optional.empty();
    }
    EnvoyMessage outliers = cluster.at("outlier_detection");
    boolean split =
        outliers.text("split_external_local_origin_errors").filter("true"::equals).isPresent();
    String key = split ? "consecutive_local_origin_failure" : "consecutive_5xx";
    long failures = outliers.number(key).orElse(FAILURES);
    if (failures < 1 || failures > MOST_IN_A_ROW) answers.beyond();
    Duration pause = outliers.duration("base_ejection_time").orElse(PAUSE);
    boolean whole = pause.toMillis() % 1000 == 0;
    if (!whole || pause.isZero() || pause.compareTo(LONGEST) > 0) answers.beyond();
    if (!split) outliers.anew(key, "build counts failed connections alone");
    written(outliers, "enforcing_local_origin_success_rate", "0");
    written(outliers, "interval", "1s");
    written(outliers, "max_ejection_time", seconds(outliers.entry("base_ejection_time")));
    written(outliers, "max_ejection_percent", "50");
    return Optional.of(
        new Fields().put("failures", failures).put("pause", Durations.format(pause)));
  }

  private static String seconds(Optional<Entry> duration) {
    return duration.map(entry -> EnvoyMessage.canonical(entry.value())).orElse("");
  }

  private void written(EnvoyMessage in, String key, String value) {
    Optional<Entry> entry = in.entry(key);
    if (entry.isEmpty()) {
      added.add("outlier_detection." + key);
      return;
    }
    answers.answerWhole(entry.get());
    if (!EnvoyMessage.canonical(entry.get().value()).equals(value))
      in.anew(key, "build writes its own");
  }

  /** The most connections of the cluster. */
  private long connections() {
    long most = CONNECTIONS;
    boolean found = false;
    if (!cluster.has("circuit_breakers")) return most;
    EnvoyMessage breakers = cluster.at("circuit_breakers");
    for (EnvoyMessage threshold : breakers.list("thresholds")) {
      if (found || !isDefault(threshold)) continue;
      found = true;
      threshold.isUsual("priority", "DEFAULT");
      most = threshold.number("max_connections").orElse(CONNECTIONS);
      Optional<Long> pending = threshold.number("max_pending_requests");
      if (pending.filter(Long.valueOf(most)::equals).isEmpty() && pending.isPresent())
        threshold.anew("max_pending_requests", "build lets as many wait as may connect");
      if (most <= MOST_CONNECTIONS && most > 0) continue;
      answers.remark(
          GUESSED,
          threshold.entry("max_connections").orElseThrow().key().span(),
          "the spec takes 1 to %d connections; it has the nearest".formatted(MOST_CONNECTIONS));
      most = Math.clamp(most, 1, MOST_CONNECTIONS);
    }
    return most;
  }

  private static boolean isDefault(EnvoyMessage threshold) {
    // asked without an answer: those of another priority are noted with all their keys
    return threshold
        .entry("priority")
        .map(Entry::value)
        .map(EnvoyMessage::canonical)
        .map(word -> word.equalsIgnoreCase("DEFAULT"))
        .orElse(true);
  }

  /** The servers with the limit that all of them have. */
  private List<DraftServer> limited() {
    if (!cluster.has("circuit_breakers")) return servers;
    List<EnvoyMessage> limits = cluster.at("circuit_breakers").list("per_host_thresholds");
    if (limits.size() > 1) answers.beyond();
    Optional<Long> most =
        limits.stream().findFirst().flatMap(limit -> limit.number("max_connections"));
    if (most.filter(each -> each < 1 || each > MOST_CONNECTIONS).isPresent()) answers.beyond();
    most.ifPresent(each -> servers.forEach(s -> s.fields().put("maxConnections", each)));
    return servers;
  }

  private void panic() {
    if (!cluster.has("common_lb_config")) {
      added.add("healthy_panic_threshold: 0");
      return;
    }
    EnvoyMessage common = cluster.at("common_lb_config");
    if (!common.has("healthy_panic_threshold")) {
      added.add("healthy_panic_threshold: 0");
      return;
    }
    EnvoyMessage threshold = common.at("healthy_panic_threshold");
    Optional<String> percent = threshold.text("value");
    if (!Objects.equals(percent.orElse("0"), "0"))
      common.anew(
          "healthy_panic_threshold", "build writes 0, so that servers that are down stay out");
  }

  private void ours(String key, String written) {
    Optional<Entry> entry = cluster.entry(key);
    if (entry.isEmpty()) added.add(key);
    else if (EnvoyMessage.canonical(entry.get().value()).equals(written))
      answers.answerWhole(entry.get());
  }
}

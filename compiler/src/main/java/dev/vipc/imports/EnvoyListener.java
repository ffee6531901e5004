package dev.vipc.imports;

import static dev.vipc.imports.ImportNotes.GUESSED;
import static dev.vipc.imports.ImportNotes.WITHOUT_EFFECT;

import dev.vipc.lower.envoy.FieldName;
import dev.vipc.model.HostPort;
import dev.vipc.source.Span;
import dev.vipc.syntax.yaml.YamlNode.Entry;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A listener that passes TCP on to one cluster, as far as a spec can say it.
 *
 * @param proxy the configuration of its TCP proxy
 * @param idle the limit of silence
 * @param bySource whether it chooses the server by the client's address
 * @param added what build writes and the file does not have
 */
record EnvoyListener(
    EnvoyMessage message,
    EnvoyMessage proxy,
    Optional<Scalar> name,
    HostPort at,
    String cluster,
    Duration idle,
    boolean bySource,
    Set<String> added) {
  private static final String KEEPALIVE =
      "[{description:SO_KEEPALIVE,int_value:1,level:1,name:9,state:STATE_PREBIND,},]";
  private static final String LOG =
      "[{name:envoy.access_loggers.stdout,typed_config:{@type:"
          + "type.googleapis.com/envoy.extensions.access_loggers.stream.v3.StdoutAccessLog,},},]";
  private static final Duration LONGEST = Duration.ofHours(24);
  private static final Duration UNASKED = Duration.ofHours(1);

  /**
   * Absent where it is another kind of listener: over TLS, with several chains or filters, with
   * weights between clusters …
   *
   * @param isVirtual whether an address moves, so that build binds it wherever it is
   */
  static Optional<EnvoyListener> of(Mapping item, Predicate<String> isVirtual) {
    EnvoyAnswers answers = new EnvoyAnswers();
    EnvoyMessage message = new EnvoyMessage(item, answers);
    List<EnvoyMessage> chains = message.list("filter_chains");
    if (chains.size() != 1 || isSpecial(chains.getFirst())) return Optional.empty();
    List<EnvoyMessage> filters = chains.getFirst().list("filters");
    if (filters.size() != 1) return Optional.empty();
    EnvoyMessage filter = filters.getFirst();
    String kind = filter.text("name").orElse("");
    EnvoyMessage proxy = filter.at(filter.has("typed_config") ? "typed_config" : "config");
    String type = proxy.text("@type").orElse(kind);
    if (!type.endsWith(".TcpProxy") && !type.endsWith("tcp_proxy")) return Optional.empty();
    Optional<HostPort> at = address(message.at("address").at("socket_address"));
    Optional<String> cluster = proxy.text("cluster").filter(text -> !text.isEmpty());
    if (at.isEmpty() || cluster.isEmpty() || proxy.has("weighted_clusters"))
      return Optional.empty();
    message
        .entry("freebind")
        .filter(_ -> at.get().address().filter(ip -> isVirtual.test(ip.toString())).isPresent())
        .filter(entry -> EnvoyMessage.canonical(entry.value()).equals("true"))
        .ifPresent(answers::answer);
    Optional<Scalar> name = message.scalar("name");
    EnvoyListener listener =
        new EnvoyListener(
            message,
            proxy,
            name,
            at.get(),
            cluster.get(),
            idle(proxy),
            bySource(proxy),
            new TreeSet<>());
    listener.ours(message, "socket_options", KEEPALIVE);
    listener.ours(proxy, "access_log", LOG);
    listener.ours(proxy, "max_connect_attempts", "3");
    return answers.isBeyond() ? Optional.empty() : Optional.of(listener);
  }

  private static boolean isSpecial(EnvoyMessage chain) {
    return chain.has("filter_chain_match")
        || chain.has("transport_socket")
        || chain.has("tls_context");
  }

  /** A TCP socket's address and port; {@code *} for every IPv4 address. */
  static Optional<HostPort> address(EnvoyMessage socket) {
    Optional<String> host = socket.text("address");
    Optional<Long> port = socket.number("port_value");
    boolean tcp = socket.isUsual("protocol", "TCP");
    if (!tcp || host.isEmpty() || port.isEmpty()) return Optional.empty();
    return HostPort.parse(host.get())
        .filter(each -> each.address().isPresent() && each.port().isEmpty())
        .filter(_ -> port.get() > 0 && port.get() < 65536)
        .map(
            each ->
                new HostPort(
                    each.host().equals("0.0.0.0") ? "*" : each.host(),
                    OptionalInt.of(port.get().intValue())));
  }

  private static Duration idle(EnvoyMessage proxy) {
    Duration idle = proxy.duration("idle_timeout").orElse(UNASKED);
    if (!idle.isZero() && idle.compareTo(LONGEST) <= 0) return idle;
    Span place = proxy.entry("idle_timeout").orElseThrow().key().span();
    proxy
        .answers()
        .remark(
            GUESSED,
            place,
            idle.isZero()
                ? "`idle_timeout: 0s` is no limit, which the spec does not know; it has 24 hours"
                : "`idle_timeout` is longer than the spec's proxies wait; it has 24 hours");
    return LONGEST;
  }

  private static boolean bySource(EnvoyMessage proxy) {
    Optional<Entry> policy = proxy.entry("hash_policy");
    boolean source =
        policy
            .filter(e -> EnvoyMessage.canonical(e.value()).equals("[{source_ip:{},},]"))
            .isPresent();
    if (source) proxy.answers().answerWhole(policy.orElseThrow());
    return source;
  }

  private void ours(EnvoyMessage in, String key, String written) {
    Optional<Entry> entry = in.entry(key);
    if (entry.isEmpty()) added.add(key);
    else if (EnvoyMessage.canonical(entry.get().value()).equals(written))
      message.answers().answerWhole(entry.get());
  }

  /** Says that the choice by the client's address does nothing in its cluster. */
  void noteIdleHash() {
    proxy
        .entry("hash_policy")
        .ifPresent(
            entry ->
                message
                    .answers()
                    .remark(
                        WITHOUT_EFFECT,
                        entry.key().span(),
                        "`hash_policy` does nothing: the policy of the cluster takes no hash"));
  }

  /** The same for listeners that are one proxy at several addresses. */
  String likeness() {
    List<String> rest = new ArrayList<>();
    for (Entry entry : message.answers().unanswered(message))
      rest.add(FieldName.snake(entry.key().value()) + EnvoyMessage.canonical(entry.value()));
    for (Entry entry : proxy.mapping().entries())
      rest.add(FieldName.snake(entry.key().value()) + EnvoyMessage.canonical(entry.value()));
    rest.add(added.toString());
    return rest.stream().sorted().toList().toString();
  }

  /** Its name, or where it listens. */
  String label() {
    return name.map(Scalar::value).orElseGet(at::toString);
  }

  /** Where the file names it. */
  Span place() {
    return name.map(Scalar::span)
        .orElseGet(() -> message.mapping().entries().getFirst().key().span());
  }
}

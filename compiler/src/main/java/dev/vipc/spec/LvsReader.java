package dev.vipc.spec;

import static dev.vipc.spec.SpecRules.VALUE_WITHOUT_EFFECT;

import dev.vipc.spec.Lvs.Forwarding;
import dev.vipc.spec.Lvs.OnFailure;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads how LVS is to hand connections on. */
final class LvsReader {
  /** keepalived's own bounds for {@code persistence_timeout}: 31 days. */
  private static final Fields.Range PERSISTENCE = Fields.Range.seconds(1, 2_678_400);

  private static final Map<String, Forwarding> FORWARDINGS =
      Fields.words(Forwarding.values(), Forwarding::word);
  private static final Map<String, OnFailure> FAILURES =
      Fields.words(OnFailure.values(), OnFailure::word);

  /**
   * @param proxy the fields of the whole proxy
   */
  Optional<Lvs> read(Fields proxy, SpecProxy.Engine engine) {
    if (engine != SpecProxy.Engine.LVS) {
      if (proxy.has("lvs"))
        proxy.report(
            VALUE_WITHOUT_EFFECT,
            proxy.keySpan("lvs"),
            "`lvs` means nothing to the engine `%s`".formatted(engine.word()),
            "remove it, or write `engine: lvs`");
      return Optional.empty();
    }
    Stream.of("maxConnections", "metrics").forEach(key -> withoutEffect(proxy, key));
    Fields timeouts = proxy.child("timeouts");
    Stream.of("connect", "server", "queue").forEach(key -> withoutEffect(timeouts, key));
    Fields check = proxy.child("check");
    if (check.integer("rise").filter(rise -> rise.value() != rise(check)).isPresent())
      proxy.report(
          VALUE_WITHOUT_EFFECT,
          check.keySpan("rise"),
          "keepalived takes a server back after %d good %s, whatever is written"
              .formatted(rise(check), rise(check) == 1 ? "answer" : "answers"),
          "remove it, or write another engine");
    return Optional.of(lvs(proxy.child("lvs")));
  }

  /**
   * How many good answers bring a server back: two over HTTP, the second of which asks for every
   * path again, else one (check_http.c and check_tcp.c of 2.2.7, epilog).
   */
  static int rise(Fields check) {
    String type = check.text("type", "https", "").value();
    boolean script =
        type.equals("https") && !check.text("verify", "none", "").value().equals("none");
    return type.startsWith("http") && !script ? 2 : 1;
  }

  private static void withoutEffect(Fields fields, String key) {
    if (fields.has(key))
      fields.report(
          VALUE_WITHOUT_EFFECT,
          fields.keySpan(key),
          "`%s` means nothing to the engine `lvs`".formatted(key),
          "remove it, or write another engine");
  }

  private static Lvs lvs(Fields fields) {
    return new Lvs(
        fields.word("forwarding", FORWARDINGS, Forwarding.DIRECT, "answers go straight to clients"),
        fields.duration("persistence", PERSISTENCE),
        fields.integer("quorum", 1, "one server can serve"),
        fields.word("onFailure", FAILURES, OnFailure.REMOVE, "a dead server answers nobody"),
        fields.flag("assumeUp", true, "a restart of keepalived takes no service away"));
  }
}

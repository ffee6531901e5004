package dev.vipc.spec;

import static dev.vipc.spec.SpecRules.VALUE_WITHOUT_EFFECT;

import dev.vipc.spec.Lvs.Forwarding;
import dev.vipc.spec.Lvs.OnFailure;
import java.util.Map;
import java.util.Optional;

/** Reads how LVS is to hand connections on. */
final class LvsReader {
  /** keepalived's own bounds for {@code persistence_timeout}: 31 days. */
  private static final Fields.Range PERSISTENCE = Fields.Range.seconds(1, 2_678_400);

  private static final Map<String, Forwarding> FORWARDINGS =
      Fields.words(Forwarding.values(), Forwarding::word);
  private static final Map<String, OnFailure> FAILURES =
      Fields.words(OnFailure.values(), OnFailure::word);

  private final Scope scope;

  LvsReader(Scope scope) {
    this.scope = scope;
  }

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
    return Optional.of(lvs(proxy.child("lvs")));
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

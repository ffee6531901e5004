package dev.vipc.compile;

import dev.vipc.diagnostic.Documented;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.lower.Format;
import dev.vipc.rule.Rule;
import dev.vipc.rule.TextRule;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** Every rule that vipc can report, by code. */
public final class Catalogue {
  private final TreeMap<String, RuleMeta> byCode = new TreeMap<>();

  public Catalogue() {
    addAll(Documented.class);
    addAll(Format.class);
    addAll(TextRule.class);
    addAll(Rule.class);
  }

  public Collection<RuleMeta> all() {
    return Collections.unmodifiableCollection(byCode.values());
  }

  public Optional<RuleMeta> find(String code) {
    return Optional.ofNullable(byCode.get(code));
  }

  private void addAll(Class<? extends Documented> service) {
    for (Documented reporter : ServiceLoader.load(service))
      for (RuleMeta meta : reporter.metas()) {
        RuleMeta other = byCode.put(meta.code(), meta);
        if (other != null) throw new IllegalStateException(meta.code() + " belongs to two rules");
      }
  }
}

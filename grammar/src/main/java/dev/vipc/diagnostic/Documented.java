package dev.vipc.diagnostic;

import java.util.List;

/**
 * Something that reports findings and says which: found by {@link java.util.ServiceLoader}, so that
 * a new one is a new class and edits no list.
 */
public interface Documented {
  /** The rules whose findings this reports; each code belongs to exactly one class. */
  List<RuleMeta> metas();
}

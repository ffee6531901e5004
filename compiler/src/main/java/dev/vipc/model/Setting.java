package dev.vipc.model;

import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.Optional;
import java.util.function.Function;

/**
 * One field of a configuration: not written, written with a value, or written with something that
 * has no value here (a template's hole, or text that another finding already speaks of). A rule
 * that complains of absence asks {@link #isUnset}; a rule that compares values asks {@link #value}.
 *
 * <p>Without pattern switches: the JVM makes the class behind one at its first use, in every run.
 */
public sealed interface Setting<T> {
  record Unset<T>() implements Setting<T> {
    private static final Setting<?> ONLY = new Unset<>();
  }

  record Given<T>(T given, Span place) implements Setting<T> {}

  record Unknown<T>(Span place) implements Setting<T> {}

  @SuppressWarnings("unchecked") // it holds no T
  static <T> Setting<T> unset() {
    return (Setting<T>) Unset.ONLY;
  }

  static <T> Setting<T> of(T value, Span place) {
    return new Given<>(value, place);
  }

  static <T> Setting<T> unknown(Span place) {
    return new Unknown<>(place);
  }

  /** The value, where one is known. */
  default Optional<T> value() {
    return this instanceof Given<T>(var given, _) ? Optional.of(given) : Optional.empty();
  }

  /** Where it was written; absent only when unset. */
  default Optional<Span> span() {
    if (this instanceof Given<T>(_, var place)) return Optional.of(place);
    return this instanceof Unknown<T>(var place) ? Optional.of(place) : Optional.empty();
  }

  /** The same, written as many characters further on. */
  default Setting<T> moved(int characters) {
    if (this instanceof Given<T>(var given, var place)) return of(given, place.moved(characters));
    return this instanceof Unknown<T>(var place) ? unknown(place.moved(characters)) : this;
  }

  default Optional<Located<T>> located() {
    return this instanceof Given<T>(var given, var place)
        ? Optional.of(new Located<>(given, place))
        : Optional.empty();
  }

  default boolean isUnset() {
    return this instanceof Unset<T>;
  }

  default boolean isUnknown() {
    return this instanceof Unknown<T>;
  }

  /** Whether it was written with a value equal to this one. */
  default boolean is(T wanted) {
    return this instanceof Given<T>(var given, _) && given.equals(wanted);
  }

  /**
   * The value, or the program's default where the field is unset; absent where the value is
   * unknown.
   */
  default Optional<T> orDefault(T whenUnset) {
    return isUnset() ? Optional.of(whenUnset) : value();
  }

  default <R> Setting<R> map(Function<? super T, ? extends R> change) {
    if (this instanceof Given<T>(var given, var place)) return of(change.apply(given), place);
    return this instanceof Unknown<T>(var place) ? unknown(place) : unset();
  }
}

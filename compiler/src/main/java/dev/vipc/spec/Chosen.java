package dev.vipc.spec;

import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.Optional;
import java.util.function.Function;

/**
 * A value of the spec and where it came from: written by a person, or assumed because nobody wrote
 * one.
 *
 * @param span where it was written; of an assumed value the entry that it belongs to
 * @param assumed why this value is the default here; absent where a person wrote it
 */
public record Chosen<T>(T value, Span span, Optional<String> assumed) {
  public static <T> Chosen<T> written(T value, Span span) {
    return new Chosen<>(value, span, Optional.empty());
  }

  public static <T> Chosen<T> assumed(T value, Span entry, String why) {
    return new Chosen<>(value, entry, Optional.of(why));
  }

  public boolean isWritten() {
    return assumed.isEmpty();
  }

  public Located<T> located() {
    return new Located<>(value, span);
  }

  public <R> Chosen<R> map(Function<? super T, ? extends R> change) {
    return new Chosen<>(change.apply(value), span, assumed);
  }
}

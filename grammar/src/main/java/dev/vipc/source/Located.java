package dev.vipc.source;

import java.util.function.Function;

/** A value and the place where a person wrote it. */
public record Located<T>(T value, Span span) {
  public <R> Located<R> map(Function<? super T, ? extends R> change) {
    return new Located<>(change.apply(value), span);
  }

  @Override
  public String toString() {
    return value + "@" + span;
  }
}

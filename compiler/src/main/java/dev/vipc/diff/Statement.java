package dev.vipc.diff;

import dev.vipc.model.Setting;
import dev.vipc.source.Span;
import java.util.Optional;
import java.util.function.Function;

/**
 * One thing that a side says of a {@link Thing}.
 *
 * @param field what it is called in reports; several with one field are a set
 * @param value in force, defaults filled in, and written the same way on both sides
 * @param place where it is written; absent for a default
 * @param kind how it is compared
 */
record Statement(String field, Aspect aspect, String value, Optional<Span> place, Comparing kind) {
  /** How two statements are compared. */
  enum Comparing {
    PLAIN,
    /** Never shown. */
    SECRET,
    /** Said by files alone: a spec has no word for it. */
    FILES_ONLY,
    /** Counts only where both sides have it: what it is a detail of is told of by itself. */
    DETAIL,
    /** Not known on this side, so that nothing can be said. */
    OPEN,
    /**
     * Written in a way that has no value here: two such texts are compared, not a text and a value.
     */
    UNKNOWN
  }

  static Statement of(String field, Aspect aspect, String value, Optional<Span> place) {
    return new Statement(field, aspect, value, place, Comparing.PLAIN);
  }

  /** A setting with the value that counts where it is not written. */
  static <T> Statement of(
      String field, Aspect aspect, Setting<T> setting, Function<T, ?> shown, String standard) {
    Comparing kind = setting.isUnknown() ? Comparing.UNKNOWN : Comparing.PLAIN;
    return new Statement(field, aspect, text(setting, shown, standard), setting.span(), kind);
  }

  static Statement secret(String field, Aspect aspect, Setting<String> setting, String standard) {
    Comparing kind = setting.isUnknown() ? Comparing.OPEN : Comparing.SECRET;
    return new Statement(field, aspect, text(setting, v -> v, standard), setting.span(), kind);
  }

  Statement ofFiles() {
    return new Statement(field, aspect, value, place, Comparing.FILES_ONLY);
  }

  Statement asDetail() {
    return new Statement(field, aspect, value, place, Comparing.DETAIL);
  }

  /** What may be shown of it. */
  String shown() {
    return kind == Comparing.SECRET || kind == Comparing.OPEN ? "********" : value;
  }

  private static <T> String text(Setting<T> setting, Function<T, ?> shown, String standard) {
    if (setting.isUnset()) return standard;
    return setting
        .value()
        .map(value -> String.valueOf(shown.apply(value)))
        .orElseGet(() -> setting.span().map(Span::text).orElse("?"));
  }
}

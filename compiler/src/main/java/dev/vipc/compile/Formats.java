package dev.vipc.compile;

import dev.vipc.lower.Format;
import dev.vipc.source.SourceFile;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** All formats that vipc reads. */
final class Formats {
  /** How sure a format is of a text whose name is one of its own, too. */
  private static final int BY_NAME_TOO = 2;

  private final List<Format> all =
      ServiceLoader.load(Format.class).stream()
          .map(ServiceLoader.Provider::get)
          .sorted((a, b) -> a.kind().compareTo(b.kind()))
          .toList();

  /** Whether opening a file of this name can be worth while. */
  boolean mayRecognise(String fileName) {
    return all.stream().anyMatch(format -> format.mayBe(fileName));
  }

  /** Whether a file of this name may hold a private key. */
  boolean mayHoldKey(String fileName) {
    return all.stream().anyMatch(format -> format.mayHoldKey(fileName));
  }

  /**
   * The format that a file's name is of, or else the one that recognises its text most surely. A
   * name may hold another program's beside it ({@code haproxy-beside-keepalived.cfg}): where its
   * format does not know the text, and another one knows both name and text, that one it is.
   */
  Optional<Format> recognise(SourceFile file) {
    String name = file.path().substring(file.path().lastIndexOf('/') + 1);
    Optional<Format> owner = all.stream().filter(f -> f.owns(name)).findFirst();
    if (owner.isPresent() && owner.get().recognises(file) > 0) return owner;
    return byContent(file, owner.isPresent() ? BY_NAME_TOO : 1).or(() -> owner);
  }

  private Optional<Format> byContent(SourceFile file, int least) {
    Format best = null;
    int surest = 0;
    for (Format format : all) {
      int sure = format.recognises(file);
      if (sure >= least && sure > surest) {
        surest = sure;
        best = format;
      }
    }
    return Optional.ofNullable(best);
  }

  Optional<Format> named(String kind) {
    return all.stream().filter(format -> format.kind().equals(kind)).findFirst();
  }

  List<String> kinds() {
    return all.stream().map(Format::kind).toList();
  }

  List<Format> all() {
    return all;
  }
}

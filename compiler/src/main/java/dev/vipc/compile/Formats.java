package dev.vipc.compile;

import dev.vipc.lower.Format;
import dev.vipc.source.SourceFile;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** All formats that vipc reads. */
final class Formats {
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

  /** The format that recognises the file most surely. */
  Optional<Format> recognise(SourceFile file) {
    String name = file.path().substring(file.path().lastIndexOf('/') + 1);
    return all.stream().filter(f -> f.owns(name)).findFirst().or(() -> byContent(file));
  }

  private Optional<Format> byContent(SourceFile file) {
    Format best = null;
    int surest = 0;
    for (Format format : all) {
      int sure = format.recognises(file);
      if (sure > surest) {
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

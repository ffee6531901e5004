package dev.vipc.cli;

import dev.vipc.migrate.Target;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** The words of {@code --to}, for help and completion. */
final class TargetCandidates implements Iterable<String> {
  static final List<String> WORDS = Arrays.stream(Target.values()).map(Target::word).toList();

  TargetCandidates() {}

  @Override
  public Iterator<String> iterator() {
    return WORDS.iterator();
  }
}

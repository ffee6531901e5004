package dev.vipc.check.keepalived;

import dev.vipc.source.Located;
import dev.vipc.syntax.Word;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What keepalived has read outside of its virtual routers and servers. Filled line by line. */
final class Globals {
  boolean dynamicInterfaces;
  boolean scriptSecurity;
  Optional<Located<Boolean>> strict = Optional.empty();
  int version = 2;
  Optional<Word> downTimer = Optional.empty();
  Optional<Inet> mcastGroup4 = Optional.empty();
  Optional<Inet> mcastGroup6 = Optional.empty();
  boolean hasDefaultInterface;
  Optional<Word> syncDaemon = Optional.empty();
  final Set<String> trackGroups = new HashSet<>();

  /** Keywords that stand once only, by path and keyword. */
  final Set<String> seen = new HashSet<>();
}

package dev.vipc.check.nginx;

import dev.vipc.syntax.Statement;
import dev.vipc.syntax.Word;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Shared memory of upstreams: one of the lines that name a zone has to say its size. */
final class Zones {
  private final Set<String> sized = new HashSet<>();
  private final List<Word> unsized = new ArrayList<>();

  void meet(Statement line) {
    Word name = line.words().get(1);
    if (line.words().size() > 2) sized.add(name.value());
    else unsized.add(name);
  }

  void end(Sink out) {
    for (Word name : unsized)
      if (!sized.contains(name.value()))
        out.error(
            NginxFindings.BAD_SETTING,
            name.span(),
            "no line gives the zone `%s` a size".formatted(name.value()),
            "write the size behind it, such as 64k");
  }
}

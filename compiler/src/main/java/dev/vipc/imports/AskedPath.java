package dev.vipc.imports;

import dev.vipc.model.CheckScript;
import dev.vipc.model.Node;
import dev.vipc.spec.YamlText.Fields;
import java.util.Optional;

/**
 * What the script that build wrote for a proxy asks of it. Where the proxy's program makes no
 * checks of its own, no other file says it.
 */
final class AskedPath {
  private static final String HTTPS = "https";
  private static final String UNASKED = "/readyz";

  private AskedPath() {}

  /** The {@code check} of the proxy; absent where there is no such script, or it asks the usual. */
  static Optional<Fields> of(Node node, String proxy) {
    return node.parts().all(CheckScript.class).stream()
        .filter(script -> TrackImport.isOursFor(script, proxy))
        .findFirst()
        .flatMap(AskedPath::check);
  }

  private static Optional<Fields> check(CheckScript script) {
    if (script.probes().isEmpty())
      return script.connects().isEmpty()
          ? Optional.empty()
          : Optional.of(new Fields().put("type", "tcp"));
    CheckScript.Probe probe = script.probes().getFirst();
    String type = probe.url().value().startsWith(HTTPS + ":") ? HTTPS : "http";
    String path = probe.path().value().orElse(UNASKED);
    return type.equals(HTTPS) && path.equals(UNASKED)
        ? Optional.empty()
        : Optional.of(new Fields().put("type", type).put("path", path));
  }
}

package dev.vipc.model;

import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * What Envoy's static bootstrap says beside its proxies.
 *
 * @param admin where the administration interface listens
 * @param retired names and fields of the v2 API that stand in it
 */
public record EnvoyFile(
    SourceFile file, Optional<Admin> admin, List<Retired> retired, List<Cluster> clusters)
    implements Part {
  public EnvoyFile {
    retired = List.copyOf(retired);
    clusters = List.copyOf(clusters);
  }

  /** The administration interface: it can stop the process and shows its secrets' names. */
  public record Admin(Setting<String> address, Setting<Integer> port) {}

  /**
   * A word that newer releases refuse.
   *
   * @param place the word itself
   * @param instead what to write instead
   * @param renamed whether the new word alone makes it good
   */
  public record Retired(Located<String> place, String instead, boolean renamed) {}

  /**
   * The health checks of a cluster.
   *
   * @param servers how many servers it has
   * @param tls whether the cluster, or a transport socket for checks alone, speaks TLS
   * @param panicPercent {@code healthy_panic_threshold}: where fewer servers are well it uses all
   */
  public record Cluster(
      Located<String> name,
      int servers,
      boolean tls,
      Setting<Integer> panicPercent,
      List<Check> checks) {
    /** The threshold where none is written. */
    public static final int DEFAULT_PANIC_PERCENT = 50;

    public Cluster {
      checks = List.copyOf(checks);
    }
  }

  /** One active health check. */
  public record Check(Kind kind, Setting<String> path, Span span) {
    public enum Kind {
      HTTP,
      TCP,
      OTHER
    }
  }
}

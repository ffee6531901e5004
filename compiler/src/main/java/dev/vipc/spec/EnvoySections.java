package dev.vipc.spec;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The places of Envoy's bootstrap that {@link Extra#section} names. */
public final class EnvoySections {
  public static final String BOOTSTRAP = "bootstrap";
  public static final String ADMIN = "admin";
  public static final String RESOURCES = "static_resources";
  public static final String LISTENERS = "listeners";
  public static final String CLUSTERS = "clusters";

  /** What belongs to no proxy, in the order of the file. */
  public static final List<String> OF_FILE =
      List.of(BOOTSTRAP, ADMIN, RESOURCES, LISTENERS, CLUSTERS);

  /** Those that take items of a list; the others take keys. */
  public static final Set<String> LISTS = Set.of(LISTENERS, CLUSTERS);

  /** The parts of one proxy, in the order of the file; its name follows behind a blank. */
  public enum Part {
    LISTENER,
    TCP_PROXY,
    CLUSTER;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The section of a proxy. */
    public String of(String proxy) {
      return word() + " " + proxy;
    }
  }

  private EnvoySections() {}
}

package dev.vipc.spec;

import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.time.Duration;
import java.util.Optional;

/** Something that a holder of a virtual address watches on its own node. */
public sealed interface Track {
  /** How much a failure counts. */
  Chosen<Weight> weight();

  /** When it is asked; absent for what a daemon is told of by the kernel. */
  Optional<Timing> timing();

  Span span();

  /** A word for it, unique among different tracks: what a daemon's configuration calls it. */
  String name();

  /** How much a failure counts. */
  sealed interface Weight {
    /** The node gives the address up. */
    record Fault() implements Weight {}

    /** -253..253, not 0: a negative one is added while it fails, a positive one while it works. */
    record Points(int points) implements Weight {}
  }

  /**
   * How often it is asked, how long one answer may take, and how many answers in a row change the
   * verdict.
   */
  record Timing(
      Chosen<Duration> interval,
      Chosen<Duration> timeout,
      Chosen<Integer> rise,
      Chosen<Integer> fall) {}

  /** A proxy's own listener on this node, asked as the proxy asks its servers. */
  record OfProxy(Located<String> proxy, Timing watch, Chosen<Weight> weight, Span span)
      implements Track {
    @Override
    public String name() {
      return "check_" + word(proxy.value());
    }

    @Override
    public Optional<Timing> timing() {
      return Optional.of(watch);
    }
  }

  /** This node's own API server. */
  record OfApiServer(Timing watch, Chosen<Weight> weight, Span span) implements Track {
    @Override
    public String name() {
      return "check_local_apiserver";
    }

    @Override
    public Optional<Timing> timing() {
      return Optional.of(watch);
    }
  }

  /** A program of the user's that exits 0 while all is well. */
  record OfScript(
      Located<String> path, Chosen<String> user, Timing watch, Chosen<Weight> weight, Span span)
      implements Track {
    @Override
    public String name() {
      String path = this.path.value();
      String file = path.substring(path.lastIndexOf('/') + 1);
      return "script_" + word(file.replaceFirst("\\.[a-z]+$", ""));
    }

    @Override
    public Optional<Timing> timing() {
      return Optional.of(watch);
    }
  }

  /** A process that must run. */
  record OfProcess(Located<String> process, Chosen<Weight> weight, Span span) implements Track {
    @Override
    public String name() {
      return "process_" + word(process.value());
    }

    @Override
    public Optional<Timing> timing() {
      return Optional.empty();
    }
  }

  /** A network interface that must be up. */
  record OfInterface(Located<String> iface, Chosen<Weight> weight, Span span) implements Track {
    @Override
    public String name() {
      return iface.value();
    }

    @Override
    public Optional<Timing> timing() {
      return Optional.empty();
    }
  }

  private static String word(String name) {
    return name.replaceAll("[^A-Za-z0-9]+", "_");
  }
}

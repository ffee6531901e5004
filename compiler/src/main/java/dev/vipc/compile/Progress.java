package dev.vipc.compile;

/** Who is told how far a long run is; called from the thread that works, so it returns at once. */
@FunctionalInterface
public interface Progress {
  /** Tells nobody. */
  Progress NOBODY = new Quiet();

  /**
   * @param step what is being done, such as {@code reading}
   * @param done how many of all are done
   */
  void at(String step, int done, int all);

  /** A class of its own, since the JVM makes a lambda's anew in every run. */
  final class Quiet implements Progress {
    private Quiet() {}

    @Override
    public void at(String step, int done, int all) {}
  }
}

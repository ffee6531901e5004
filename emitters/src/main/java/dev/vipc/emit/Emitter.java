package dev.vipc.emit;

/**
 * Writes one kind of file from a spec; found by {@link java.util.ServiceLoader}, so that a new one
 * is a new class and edits no list.
 */
public interface Emitter {
  /** One word for it, unique among emitters. */
  String name();

  /**
   * The files for every node that needs one; empty where the spec asks for none. What a file cannot
   * say is reported to the build, and the file then may be left out.
   */
  ArtifactSet emit(Build build);

  /**
   * The files that follow from what all emitters wrote; none for most.
   *
   * @param written what {@link #emit} of every emitter gave
   */
  default ArtifactSet complete(Build build, ArtifactSet written) {
    return ArtifactSet.EMPTY;
  }
}

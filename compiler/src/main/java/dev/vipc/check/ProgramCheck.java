package dev.vipc.check;

import dev.vipc.diagnostic.Reporter;
import dev.vipc.model.Targets;
import dev.vipc.model.Version;
import dev.vipc.source.SourceFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The check that one program makes of its own configuration ({@code haproxy -c}, {@code keepalived
 * -t}), made without the program. One class a program, and a row in {@link ProgramChecks}.
 */
public interface ProgramCheck {
  /**
   * What a stated version is judged by.
   *
   * @param version the nearest known version at or below the stated one
   * @param measured whether what is known of the stated version was measured with the program
   */
  record Target(Version version, boolean measured) {}

  /** The word for {@code --program}: {@code haproxy}, {@code keepalived} … */
  String program();

  /** What a stated version is judged by. */
  Target target(Version stated);

  /** The version that is judged by where none is stated. */
  default Version assumed() {
    return Targets.NONE.versionFor(program());
  }

  /** The build options that change its language, in small letters. */
  default Set<String> buildOptions() {
    return Set.of();
  }

  /** Whether one run of it takes several files; else each is a run of its own. */
  default boolean takesSeveralFiles() {
    return true;
  }

  /** Whether it has a config id, with which its files say what is for one host alone. */
  default boolean hasConfigId() {
    return false;
  }

  /** The files that the program reads where it is given this path; a folder's where it may be. */
  default List<Path> filesOf(Path named) throws IOException {
    return List.of(named);
  }

  /**
   * Judges files that one run of the program is given, in their order.
   *
   * <p>Reports an ERROR for each thing that the program refuses, a WARNING for each that it warns
   * of, and an INFO for each thing of the machine (a host name, a user, a file) that is taken as
   * present. Nothing else: opinions are the rules' business.
   */
  void check(List<SourceFile> files, Conditions conditions, Reporter out);
}

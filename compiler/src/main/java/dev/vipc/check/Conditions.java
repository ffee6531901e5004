package dev.vipc.check;

import dev.vipc.model.BuildOptions;
import dev.vipc.model.Machine;
import dev.vipc.model.Version;
import java.util.Optional;

/**
 * What a verdict depends on beside the files' text.
 *
 * @param version one that {@link ProgramCheck#target} gave
 * @param configId what keepalived compares its {@code @ID} lines with; by default the host's name
 *     up to its first dot
 */
public record Conditions(
    Version version, BuildOptions build, Optional<String> configId, Machine machine) {
  /** A version, with everything else as it is by default. */
  public static Conditions of(Version version) {
    return new Conditions(version, BuildOptions.NONE, Optional.empty(), Machine.UNKNOWN);
  }
}

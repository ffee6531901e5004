package dev.vipc.model;

import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import java.util.List;

/**
 * What a static pod's containers may do on their machine.
 *
 * @param pod its name
 * @param hostProcesses whether it sees the machine's processes, or at least those of all its own
 *     containers
 */
public record PodPrivileges(
    SourceFile file, Located<String> pod, boolean hostProcesses, List<Container> containers)
    implements Part {
  public PodPrivileges {
    containers = List.copyOf(containers);
  }

  /**
   * @param image its name, and where it stands
   * @param capabilities those that are added, without {@code CAP_}
   * @param ownCommand whether the manifest says what the image runs, or with which arguments
   */
  public record Container(
      Setting<String> image, List<String> capabilities, boolean privileged, boolean ownCommand) {
    public Container {
      capabilities = List.copyOf(capabilities);
    }
  }
}

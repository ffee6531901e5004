package dev.vipc.model;

import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * The flags that one file gives a component.
 *
 * @param flags in file order; a name may come again
 * @param place what to show for the absence of a flag
 */
public record ComponentFlags(Component component, Origin origin, List<Flag> flags, Span place)
    implements Part {
  /** Who hands the flags over. */
  public enum Origin {
    /** {@code extraArgs} of kubeadm, which adds flags of its own. */
    KUBEADM,
    /** The command of a manifest, which is all that the component gets. */
    MANIFEST
  }

  /**
   * @param name without dashes before it
   * @param value unset for a flag that stands alone
   * @param entry all of it, with its name
   */
  public record Flag(Located<String> name, Setting<String> value, Span entry) {
    public boolean isNamed(String wanted) {
      return name.value().equals(wanted);
    }
  }

  public ComponentFlags {
    flags = List.copyOf(flags);
  }

  /** The last of a name, which is the one that counts. */
  public Optional<Flag> flag(String name) {
    return flags.reversed().stream().filter(flag -> flag.isNamed(name)).findFirst();
  }
}

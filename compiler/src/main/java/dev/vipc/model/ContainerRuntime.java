package dev.vipc.model;

import dev.vipc.source.Span;

/**
 * A container runtime's configuration, as far as the kubelet must agree with it.
 *
 * @param systemdCgroups whether it leaves control groups to systemd; unset is the program's default
 * @param canBeAsked whether the kubelet asks it for the driver, so that its own setting does not
 *     count (containerd from 2.0 on, by its configuration's version 3)
 * @param place what to show for the absence of the setting
 */
public record ContainerRuntime(
    Program program, Setting<Boolean> systemdCgroups, boolean canBeAsked, Span place)
    implements Part {
  /** A runtime, and its default. */
  public enum Program {
    CONTAINERD("containerd", false),
    CRI_O("CRI-O", true);

    private final String name;
    private final boolean systemd;

    Program(String name, boolean systemd) {
      this.name = name;
      this.systemd = systemd;
    }

    /** Whether it leaves control groups to systemd where nothing is written. */
    public boolean systemdByDefault() {
      return systemd;
    }

    @Override
    public String toString() {
      return name;
    }
  }
}

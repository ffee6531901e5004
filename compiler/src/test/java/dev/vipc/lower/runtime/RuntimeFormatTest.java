package dev.vipc.lower.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.diagnostic.Findings;
import dev.vipc.model.ContainerRuntime;
import dev.vipc.model.ContainerRuntime.Program;
import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;
import org.junit.jupiter.api.Test;

final class RuntimeFormatTest {
  private static final String CONTAINERD =
      """
      version = 2
      [plugins]
        [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
          SystemdCgroup = true   # as the kubelet
      """;

  @Test
  void containerdsDriverStandsBelowTheOptionsOfRunc() {
    ContainerRuntime runtime = read("etc/containerd/config.toml", CONTAINERD);
    assertEquals(Program.CONTAINERD, runtime.program());
    assertTrue(runtime.systemdCgroups().is(true));
    assertEquals("true", runtime.systemdCgroups().span().orElseThrow().text());
    assertFalse(runtime.canBeAsked());
  }

  @Test
  void aRuntimeOfAnotherNameIsNotRunc() {
    String text = CONTAINERD.replace("runtimes.runc", "runtimes.nvidia");
    assertTrue(read("config.toml", text).systemdCgroups().isUnset());
  }

  @Test
  void windowsLineEndsAreNoPartOfTheValue() {
    ContainerRuntime runtime = read("config.toml", CONTAINERD.replace("\n", "\r\n"));
    assertTrue(runtime.systemdCgroups().is(true));
  }

  @Test
  void whatOtherFilesMaySayIsNotKnown() {
    String text = "imports = [\"/etc/containerd/conf.d/*.toml\"]\n[plugins]\n";
    assertTrue(read("config.toml", text).systemdCgroups().isUnknown());
  }

  @Test
  void containerd2IsAskedByTheKubelet() {
    assertTrue(read("config.toml", CONTAINERD.replace("version = 2", "version = 3")).canBeAsked());
  }

  @Test
  void crioHasItInItsRuntimeTable() {
    String text = "[crio.runtime]\ncgroup_manager = \"cgroupfs\"\n";
    assertTrue(read("etc/crio/crio.conf.d/10-crio.conf", text).systemdCgroups().is(false));
  }

  @Test
  void otherTomlIsNotRecognised() {
    RuntimeFormat format = new RuntimeFormat();
    assertEquals(0, format.recognises(new SourceFile("config.toml", "[server]\nport = 1\n")));
    assertEquals(0, format.recognises(new SourceFile("10-criox.conf", "[criox]\n")));
    assertEquals(0, format.recognises(new SourceFile("config.toml", "\n".repeat(2_000_000))));
    assertEquals(0, format.recognises(new SourceFile("config.toml", "[" + " ".repeat(900_000))));
  }

  private static ContainerRuntime read(String path, String text) {
    SourceFile file = new SourceFile(path, text);
    RuntimeFormat format = new RuntimeFormat();
    assertTrue(format.recognises(file) > 0, path);
    return format.read(file, Targets.NONE, new Findings()).all(ContainerRuntime.class).getFirst();
  }
}

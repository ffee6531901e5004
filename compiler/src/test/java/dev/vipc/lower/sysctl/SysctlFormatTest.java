package dev.vipc.lower.sysctl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vipc.diagnostic.Findings;
import dev.vipc.model.SysctlSetting;
import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SysctlFormatTest {
  @Test
  void namesMayBeWrittenAsPathsAndLinesMayBeOptional() {
    assertEquals(
        List.of("kernel.panic=10", "net.ipv4.ip_forward=1", "net.ipv4.conf.eth0.1.rp_filter=2"),
        read(
            "# kernel.panic = 0\n; x.y = 1\n kernel.panic = 10 \r\n-net/ipv4/ip_forward=1\n"
                + "net.ipv4.conf.eth0.1.rp_filter=2\nalone = 1\n"));
  }

  @Test
  void longLinesAreReadInTime() {
    assertEquals(List.of("a.b="), read("a.b = " + " ".repeat(1_000_000)));
    assertEquals(1, read("a" + ".b".repeat(500_000) + " = 1").size());
    assertEquals(List.of(), read("a" + ".b".repeat(500_000)));
  }

  @Test
  void onlyFilesOfTheirPlaceAreRecognised() {
    SysctlFormat format = new SysctlFormat();
    assertEquals(0, format.recognises(new SourceFile("app.conf", "kernel.panic = 10\n")));
    assertEquals(
        2, format.recognises(new SourceFile("cp1/etc/sysctl.d/k8s.conf", "kernel.panic = 10\n")));
    assertEquals(0, format.recognises(new SourceFile("etc/sysctl.conf", "# nothing\n")));
  }

  private static List<String> read(String text) {
    return new SysctlFormat()
            .read(new SourceFile("etc/sysctl.conf", text), Targets.NONE, new Findings())
            .all(SysctlSetting.class)
            .stream()
            .map(line -> line.name().value() + "=" + line.value().value())
            .toList();
  }
}

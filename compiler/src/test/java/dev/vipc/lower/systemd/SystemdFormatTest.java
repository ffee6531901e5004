package dev.vipc.lower.systemd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vipc.model.Parts;
import dev.vipc.model.SystemdUnit;
import dev.vipc.model.Targets;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SystemdFormatTest {
  private static final String UNIT =
      """
      [Service]
      EnvironmentFile=-/etc/etcd.env
      ExecStart=-/usr/local/bin/etcd \\
        # --debug
        --name "cp 1" \\
        --data-dir=/var/lib/etcd
      """;

  @Test
  void wordsKeepTheirPlacesOverJoinedLines() {
    Parts parts = read("etcd.service", UNIT);
    List<SystemdUnit.Line> lines =
        SystemdUnit.inForce(parts, "etcd.service", "Service", "ExecStart");
    assertEquals(1, lines.size());
    assertEquals(
        List.of("-/usr/local/bin/etcd", "--name", "cp 1", "--data-dir=/var/lib/etcd"),
        lines.getFirst().words().stream().map(Located::value).toList());
    assertEquals("etcd.service:5:10", lines.getFirst().words().get(2).span().toString());
    assertEquals("etcd", SystemdUnit.program(lines.getFirst()).orElseThrow().value());
  }

  @Test
  void aDropInEmptiesAndThenReplacesWhatTheUnitStarts() {
    Parts parts =
        read(
                "etcd.service.d/20-own.conf",
                "[Service]\nExecStart=\nExecStart=/opt/etcd --name cp2\n")
            .and(read("etcd.service", UNIT))
            .and(read("etcd.service.d/10-empty.conf", "[Service]\nLimitNOFILE=65536\n"));
    List<SystemdUnit.Line> lines =
        SystemdUnit.inForce(parts, "etcd.service", "Service", "ExecStart");
    assertEquals(
        List.of("/opt/etcd --name cp2"), lines.stream().map(line -> line.value().value()).toList());
  }

  @Test
  void aDropInWithoutItsFolderIsForTheProgramThatItStarts() {
    Parts parts =
        read(
            "10-kubeadm.conf", "[Service]\nExecStart=\nExecStart=/usr/bin/kubelet $KUBELET_ARGS\n");
    assertEquals("kubelet.service", parts.all(SystemdUnit.class).getFirst().unit());
  }

  private static Parts read(String path, String text) {
    return new SystemdFormat().read(new SourceFile(path, text), Targets.NONE, _ -> {});
  }
}

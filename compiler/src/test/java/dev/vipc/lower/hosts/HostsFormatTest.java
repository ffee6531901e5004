package dev.vipc.lower.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vipc.diagnostic.Findings;
import dev.vipc.model.HostEntry;
import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HostsFormatTest {
  private final HostsFormat format = new HostsFormat();

  @Test
  void addressAndNamesStandInEitherOrder() {
    assertEquals(
        List.of("cp1 10.0.0.11", "cp1.example.com 10.0.0.11", "cp2 10.0.0.12", "cp3 fd00::13"),
        hosts(
            """
            # address  names
            10.0.0.11\tcp1  cp1.example.com   # the first
            cp2 10.0.0.12
            fd00::13 cp3
            """));
  }

  @Test
  void loopbackAndMulticastNameNoMachine() {
    assertEquals(
        List.of("cp1 10.0.0.11"),
        hosts(
            """
            127.0.0.1 localhost
            127.0.1.1 cp1
            ::1 localhost ip6-loopback
            ff02::1 ip6-allnodes
            10.0.0.11 cp1
            """));
  }

  @Test
  void anotherLineMakesItAnotherKindOfFile() {
    String ansible = "[masters]\ncp1 10.0.0.11\n";
    assertEquals(0, format.recognises(new SourceFile("hosts", ansible)));
    assertEquals(0, format.recognises(new SourceFile("hosts", "# nothing\n")));
    assertEquals(0, format.recognises(new SourceFile("notes.txt", "cp1 10.0.0.11\n")));
  }

  private List<String> hosts(String text) {
    SourceFile file = new SourceFile("etc/hosts", text);
    assertEquals(2, format.recognises(file));
    return format.read(file, Targets.NONE, new Findings()).all(HostEntry.class).stream()
        .map(host -> host.name().value() + " " + host.address().value())
        .toList();
  }
}

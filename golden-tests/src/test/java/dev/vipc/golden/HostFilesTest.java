package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.compile.Compiler;
import dev.vipc.compile.LintRequest;
import dev.vipc.compile.LintResult;
import dev.vipc.model.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the files for the machines do where they are loaded and run. */
final class HostFilesTest {
  @TempDir private Path folder;

  private Path built(String name) throws IOException {
    Path spec = Path.of("cases", "install", name, "ha.yaml");
    new EmitCase(name, spec, Objects.requireNonNull(spec.getParent())).writeTo(folder);
    return folder;
  }

  private LintResult lint() {
    return new Compiler()
        .lint(new LintRequest(List.of(folder), List.of(), Optional.empty(), Targets.NONE));
  }

  /** Twice, and with a table of somebody else's beside it, which stays. */
  @Test
  @RealProgram(
      value = {"nft", "unshare"},
      root = true)
  void nftLoadsEveryFirewallAndLeavesOtherTablesAlone() throws IOException {
    try (Stream<Path> files = Files.walk(built("nftables"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".nft")).toList()) {
        Command loaded =
            Command.run(
                "unshare",
                "--net",
                "sh",
                "-euc",
                "nft add table ip other; nft -c -f $0; nft -f $0; nft -f $0; nft list tables",
                file.toString());
        assertEquals("table ip other\ntable inet vipc\n", loaded.output());
        assertEquals(0, loaded.status());
      }
    }
  }

  @Test
  void vipcFindsNothingInTheFirewalls() throws IOException {
    for (String name : List.of("nftables", "firewalld")) {
      built(name);
      assertEquals(List.of(), lint().diagnostics(), () -> Reports.text(lint()));
    }
  }

  /** So nothing is found only because the file is understood and complete. */
  @Test
  void aFirewallWithoutTheLineForVrrpIsFound() throws IOException {
    Path firewall = built("nftables").resolve("lb1/etc/vipc/firewall.nft");
    String text = Files.readString(firewall);
    Files.writeString(firewall, text.replaceAll("(?m)^.*l4proto 112 accept\n", ""));
    assertTrue(Reports.text(lint()).contains("refuses IP protocol 112"), Reports.text(lint()));
  }

  @Test
  @RealProgram({"sh", "awk"})
  void theLinesOfTheSpecReplaceTheirOwnInTheHostsFileAndNoOther() throws IOException {
    String script = built("nftables").resolve("cluster/merge-hosts.sh").toString();
    Path hosts = Files.writeString(folder.resolve("a b"), "127.0.0.1 localhost\n");
    for (int time = 0; time < 2; time++)
      assertEquals(new Command(0, ""), Command.run("sh", script, hosts.toString()));
    String merged = Files.readString(hosts);
    String lines = Files.readString(folder.resolve("cluster/hosts")).replaceAll("(?m)^#.*\n", "");
    assertEquals("127.0.0.1 localhost\n# vipc begin\n" + lines + "# vipc end\n", merged);

    Files.writeString(hosts, "# vipc begin\n127.0.0.1 localhost\n");
    assertEquals(1, Command.run("sh", script, hosts.toString()).status());
    assertEquals("# vipc begin\n127.0.0.1 localhost\n", Files.readString(hosts));
  }

  /** firewalld itself needs a D-Bus; what it is asked to do is seen. */
  @Test
  @RealProgram("sh")
  void firewalldIsAskedForWhatIsWantedAndToForgetWhatIsNotAnyMore() throws IOException {
    Path state = folder.resolve("state");
    Path script = built("firewalld").resolve("master1/etc/vipc/firewalld.sh");
    Files.writeString(
        script,
        Files.readString(script).replace("/var/lib/vipc/firewalld.rules", state.toString()));
    Path asked = folder.resolve("asked");
    Path standIn = Files.createDirectory(folder.resolve("bin")).resolve("firewall-cmd");
    Files.writeString(
        standIn,
        """
        #!/bin/sh
        case $* in *--get-zone*) echo internal ;; *) echo "$*" >>'%s' ;; esac
        """
            .formatted(asked));
    assertTrue(standIn.toFile().setExecutable(true));
    Files.writeString(state, "rule protocol value=\"89\" accept\n");
    Command run =
        Command.run(
            "env",
            "PATH=" + standIn.getParent() + ":" + System.getenv("PATH"),
            "sh",
            script.toString());
    assertEquals(new Command(0, "zone internal lets in what vipc was told of\n"), run);
    List<String> calls = Files.readAllLines(asked);
    assertEquals(
        "-q --permanent --zone=internal --remove-rich-rule=rule protocol value=\"89\" accept",
        calls.getFirst());
    assertTrue(
        calls.contains(
            "-q --permanent --zone=internal --add-rich-rule="
                + "rule family=\"ipv4\" source address=\"192.168.71.22\" protocol value=\"112\" accept"));
    assertEquals("-q --reload", calls.getLast());
    assertFalse(Files.readString(state).contains("\"89\""));
  }
}

package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.vipc.emit.Artifact;
import dev.vipc.spec.HaSpec;
import dev.vipc.spec.SpecNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.ThrowingConsumer;
import org.junit.jupiter.api.io.TempDir;

/** What HAProxy, nginx, keepalived and sh say of the emitted files. */
final class EmittedByRealProgramsTest {
  @TempDir Path output;

  /** One emitted file, on disk. */
  private record Emitted(HaSpec spec, Path root, Artifact artifact) {
    Path path() {
      return root.resolve(artifact.path());
    }

    SpecNode node() {
      return spec().node(artifact.path().getName(0).toString()).orElseThrow();
    }
  }

  @TestFactory
  @RealProgram("haproxy")
  Stream<DynamicTest> haproxyAcceptsEveryConfigurationWithoutAWarning() throws IOException {
    return each(
        "haproxy.cfg",
        emitted -> {
          Command check = Command.run("haproxy", "-c", "-f", emitted.path().toString());
          assertEquals(0, check.status(), check::output);
          assertFalse(check.output().contains("WARNING"), check::output);
        });
  }

  /**
   * nginx tests a file by opening its logs and binding its addresses, so it does that in namespaces
   * of its own; the modules of an image are part of its program.
   */
  @TestFactory
  @RealProgram(
      value = {"nginx", "unshare", "ip"},
      root = true)
  Stream<DynamicTest> nginxAcceptsEveryConfigurationWithoutAWarning() throws IOException {
    return each(
        "/nginx.conf",
        emitted -> {
          boolean installed = emitted.artifact().text().contains("load_module");
          Command check =
              Command.run(
                  "unshare",
                  "-n",
                  "-m",
                  "sh",
                  "-ec",
                  """
                  mount -t tmpfs none /var/log/nginx
                  mount -t tmpfs none /run
                  ip link set lo up
                  for drop in "$3"/*-nginx.conf; do
                    [ ! -e "$drop" ] || sysctl -qp "$drop"
                  done
                  exec nginx -t -q -e stderr -c "$1" -g "$2"
                  """,
                  "sh",
                  emitted.path().toAbsolutePath().toString(),
                  installed ? "" : "load_module modules/ngx_stream_module.so;",
                  emitted
                      .root()
                      .resolve(emitted.node().name().value() + "/etc/sysctl.d")
                      .toString());
          assertEquals(0, check.status(), check::output);
          assertEquals("", check.output());
        });
  }

  @TestFactory
  @RealProgram(
      value = {"keepalived", "unshare", "ip"},
      root = true)
  Stream<DynamicTest> keepalivedAcceptsEveryConfiguration() throws IOException {
    return each(
        "keepalived.conf",
        emitted -> {
          var host = new KeepalivedHost(emitted.spec(), emitted.node(), emitted.root());
          if (host.runsScriptsAsRoot()) {
            Command check = host.check();
            assertEquals(0, check.status(), check::output);
            assertEquals("", check.output());
          } else {
            Command run = host.runBriefly();
            assertEquals("", host.complaints(run), run::output);
          }
        });
  }

  @TestFactory
  @RealProgram("sh")
  Stream<DynamicTest> theShellReadsEveryScript() throws IOException {
    return each(
        ".sh",
        emitted -> {
          Command check = Command.run("sh", "-n", emitted.path().toString());
          assertEquals(0, check.status(), check::output);
          assertEquals("", check.output());
        });
  }

  @TestFactory
  @RealProgram("shellcheck")
  Stream<DynamicTest> shellcheckHasNothingAgainstAnyScript() throws IOException {
    return each(
        ".sh",
        emitted -> {
          Command check = Command.run("shellcheck", emitted.path().toString());
          assertEquals(0, check.status(), check::output);
        });
  }

  /** Beside the unit of the distribution's package, which a node has already. */
  @TestFactory
  @RealProgram({"systemd-analyze", "keepalived", "haproxy", "nginx"})
  Stream<DynamicTest> systemdTakesEveryDropIn() throws IOException {
    return each(
        "50-vipc.conf",
        emitted -> {
          Path dropIns = Objects.requireNonNull(emitted.path().getParent());
          String unit = dropIns.getFileName().toString().replaceFirst("\\.d$", "");
          Path beside = dropIns.resolveSibling(unit);
          Files.copy(
              Path.of("/lib/systemd/system", unit), beside, StandardCopyOption.REPLACE_EXISTING);
          Command check =
              Command.run(
                  "env",
                  "SYSTEMD_UNIT_PATH=" + dropIns.getParent() + ":",
                  "systemd-analyze",
                  "verify",
                  "--man=no",
                  beside.toString());
          assertEquals("", check.output());
          assertEquals(0, check.status());
        });
  }

  /** What the unit starts is on the node, and not here. */
  private static final Pattern ABSENT = Pattern.compile("(?m)^.* is not executable: .*\\n?");

  @TestFactory
  @RealProgram("systemd-analyze")
  Stream<DynamicTest> systemdTakesEveryUnit() throws IOException {
    return each(
        ".service",
        emitted -> {
          Command check =
              Command.run("systemd-analyze", "verify", "--man=no", emitted.path().toString());
          assertEquals("", ABSENT.matcher(check.output()).replaceAll(""));
        });
  }

  /** 0 is the best and 10 the worst; a unit without any hardening has 9.6. */
  private static final double MOST_EXPOSURE = 3.0;

  @TestFactory
  @RealProgram("systemd-analyze")
  Stream<DynamicTest> systemdFindsLittleExposureInEveryUnit() throws IOException {
    return each(
        ".service",
        emitted -> {
          String unit = emitted.path().toString();
          Command security =
              Command.run(
                  "systemd-analyze",
                  "security",
                  "--offline=true",
                  "--no-pager",
                  "--threshold=30",
                  unit);
          assertEquals(0, security.status(), security::output);
          Matcher exposure =
              Pattern.compile("exposure level for .*: ([0-9.]+) ").matcher(security.output());
          assertTrue(exposure.find(), security::output);
          assertTrue(Double.parseDouble(exposure.group(1)) <= MOST_EXPOSURE, security::output);
        });
  }

  private Stream<DynamicTest> each(String ending, ThrowingConsumer<Emitted> check)
      throws IOException {
    Stream.Builder<DynamicTest> tests = Stream.builder();
    for (EmitCase from : EmitCase.buildable().toList()) {
      Path root = output.resolve(from.name());
      HaSpec spec = from.build().spec().orElseThrow();
      for (Artifact artifact : from.writeTo(root))
        if (artifact.name().endsWith(ending))
          tests.add(
              dynamicTest(
                  from.name() + " " + artifact.name(),
                  () -> check.accept(new Emitted(spec, root, artifact))));
    }
    return tests.build();
  }
}

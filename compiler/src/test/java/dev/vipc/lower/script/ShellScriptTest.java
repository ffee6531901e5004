package dev.vipc.lower.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.lower.Holes;
import dev.vipc.lower.Variables;
import dev.vipc.model.CheckScript;
import dev.vipc.model.CheckScript.Probe;
import dev.vipc.model.Hole;
import dev.vipc.source.SourceFile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

final class ShellScriptTest {
  @Test
  void combinedLettersAndContinuedLinesAreUnderstood() {
    Probe probe =
        probe("curl -sfk -m2 \\\n  https://127.0.0.1:6443/readyz -o /dev/null || exit 1\n");
    assertTrue(probe.failsOnHttpError());
    assertEquals(Optional.of(Duration.ofSeconds(2)), probe.limit().value());
    assertEquals(Optional.of("/readyz"), probe.path().value());
    assertEquals("127.0.0.1:6443", probe.target().value().orElseThrow().toString());
  }

  @Test
  void assignedVariablesAndFallbacksAreSubstituted() {
    Probe probe =
        probe("VIP=10.0.0.9\nPORT=${PORT:-8443}\ncurl -k \"https://$VIP:${PORT}/livez\"\n");
    assertEquals("https://10.0.0.9:8443/livez", probe.url().value());
    assertEquals(Optional.of("/livez"), probe.path().value());
    assertFalse(probe.failsOnHttpError());
  }

  @Test
  void aStatusThatIsReadCountsAsChecked() {
    assertTrue(
        probe("code=$(curl -sk -o /dev/null -w '%{http_code}' https://a:1/x)\n")
            .failsOnHttpError());
    assertTrue(probe("curl -sk https://a:1/healthz | grep -q ok\n").failsOnHttpError());
  }

  @Test
  void downloadsAreNoProbes() {
    assertEquals(
        List.of(), read("curl -LO https://example.org/file\ncurl -o /tmp/x http://a/y\n").probes());
  }

  @Test
  void processTestsAndConnectionsAreFound() {
    CheckScript script =
        read(
            """
            if ! killall -0 haproxy 2>/dev/null; then exit 1; fi
            ps aux | grep -v grep | grep nginx || exit 1
            nc -z -w 2 127.0.0.1 6443
            echo > /dev/tcp/10.0.0.1/80
            # pidof nothing
            echo 'pidof nothing'
            """);
    assertEquals(
        List.of("killall -0 haproxy", "ps aux"),
        script.processTests().stream().map(test -> test.value()).toList());
    assertEquals(
        List.of("127.0.0.1:6443", "10.0.0.1:80"),
        script.connects().stream().map(c -> c.value().orElseThrow().toString()).toList());
  }

  @Test
  void onlyBracedNamesThatNobodyAssignsAreHoles() {
    assertEquals(
        List.of("${PORT}"), holes("curl https://localhost:${PORT}/ || echo \"$1 $* ${HOME}\"\n"));
    assertEquals(List.of(), holes("read PORT\ncurl https://localhost:${PORT}/${X:-y}\n"));
    assertEquals(List.of(), holes(". /etc/default/x\ncurl https://localhost:${PORT}/\n"));
    assertEquals(List.of(), holes("awk '{print ${PORT}}'\n"));
  }

  @Test
  void aHereDocumentIsNoScript() {
    assertEquals(List.of(), read("cat <<EOF\ncurl http://a/\nEOF\n").probes());
  }

  @Test
  void theLongestRunIsTheSumOfTheLimits() {
    assertEquals(
        Optional.of(Duration.ofSeconds(4)),
        read("curl -m 2 http://a/\nif true; then timeout 2 curl http://b/; fi\n")
            .longestRun()
            .value());
    assertTrue(read("curl -m 2 http://a/\ncurl http://b/\n").longestRun().isUnset());
  }

  @Property(tries = 500)
  void anyTextIsRead(
      @ForAll
          @StringLength(max = 60)
          @Chars({
            '"', '\'', '\\', '$', '(', ')', '{', '}', '`', '<', '>', '|', '&', ';', '\n', ' ', '#',
            '-', '='
          })
          @CharRange(from = 'a', to = 'f')
          String text) {
    read(text);
    read("curl " + text);
  }

  private static Probe probe(String text) {
    return read(text).probes().getFirst();
  }

  private static CheckScript read(String text) {
    return read(text, new Holes(Variables.SHELL));
  }

  private static CheckScript read(String text, Holes holes) {
    return ShellScript.read(new SourceFile("check.sh", text).span(0, text.length()), holes);
  }

  private static List<String> holes(String text) {
    Holes holes = new Holes(Variables.SHELL);
    read(text, holes);
    return holes.found().stream().map(Hole::name).map(name -> name.value()).toList();
  }
}

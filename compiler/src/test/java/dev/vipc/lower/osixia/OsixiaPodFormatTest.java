package dev.vipc.lower.osixia;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.diagnostic.Findings;
import dev.vipc.model.CheckScript;
import dev.vipc.model.Parts;
import dev.vipc.model.Setting;
import dev.vipc.model.StaticPod;
import dev.vipc.model.Targets;
import dev.vipc.model.VirtualRouter;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OsixiaPodFormatTest {
  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: lb-keepalived}
      spec:
        hostNetwork: true
        containers:
        - name: lb-keepalived
          image: osixia/keepalived:2.0.20
          env:
          - {name: KEEPALIVED_VIRTUAL_IPS, value: 10.0.0.100/24}
          - {name: KEEPALIVED_INTERFACE, value: eth1}
          - name: KEEPALIVED_UNICAST_PEERS
            value: "#PYTHON2BASH:['10.0.0.1', '10.0.0.2']"
          - {name: KEEPALIVED_PRIORITY, value: "120"}
          - {name: KEEPALIVED_STATE, value: MASTER}
      """;
  private static final String PROBE =
      """
          livenessProbe:
            periodSeconds: 3
            failureThreshold: 5
            httpGet: {path: /healthz, port: 8081}
      """;

  private final OsixiaPodFormat format = new OsixiaPodFormat();

  @Test
  void theEnvironmentIsAVirtualRouter() {
    VirtualRouter router = router(POD);
    assertEquals(
        List.of("10.0.0.100"),
        router.knownAddresses().stream().map(at -> at.value().address().toString()).toList());
    assertEquals(24, router.knownAddresses().getFirst().value().prefixLength());
    assertEquals(
        List.of("10.0.0.1", "10.0.0.2"),
        router.unicastPeers().stream()
            .map(peer -> peer.located().orElseThrow().span().text())
            .toList());
    assertTrue(router.iface().is("eth1") && router.priority().is(120));
    assertTrue(router.tracks().isEmpty());
  }

  @Test
  void whatIsNotSetHasTheImagesDefault() {
    VirtualRouter router = router(POD);
    assertTrue(router.vrid().is(51) && router.authenticationType().is("PASS"));
    VirtualRouter bare =
        router(POD.replaceAll("(?m)^.*(PEERS|PYTHON2BASH|PRIORITY|STATE).*\\n", ""));
    assertTrue(bare.priority().is(150) && bare.isUnicast() && bare.neverPreempts());
    assertTrue(bare.unicastPeers().stream().allMatch(Setting::isUnknown));
  }

  @Test
  void stateMasterPreempts() {
    assertTrue(router(POD).noPreempt().isUnset());
  }

  @Test
  void theLivenessProbeIsWhatItTracks() {
    Parts parts = read(POD + PROBE);
    VrrpDaemon daemon = parts.all(VrrpDaemon.class).getFirst();
    VrrpDaemon.TrackScript script = daemon.scripts().getFirst();
    assertEquals(script.name(), daemon.routers().getFirst().tracks().getFirst().name());
    assertTrue(script.interval().is(Duration.ofSeconds(3)) && script.fall().is(5));
    assertTrue(script.timeout().is(Duration.ofSeconds(1)), "the kubelet's default");
    CheckScript request = parts.all(CheckScript.class).getFirst();
    assertTrue(request.isRunBy(script));
    assertEquals(
        "127.0.0.1:8081", request.probes().getFirst().target().value().orElseThrow().toString());
    assertEquals(1, parts.all(StaticPod.class).size());
  }

  @Test
  void whatATemplateHasNotFilledInIsUnknown() {
    VirtualRouter router = router(POD.replace("10.0.0.100/24", "\"{{ vip }}\""));
    assertTrue(router.knownAddresses().isEmpty() && !router.addresses().isEmpty());
  }

  @Test
  void aListInPythonsFormMayBeDamaged() {
    for (String text : List.of("#PYTHON2BASH:", "#PYTHON2BASH:['a", "#PYTHON2BASH:['']", "", " "))
      assertEquals(List.of(), items(text), text);
    assertEquals(List.of("a", "b"), items("#PYTHON2BASH:[\"a\",'b']"));
    assertEquals(List.of("10.0.0.1"), items("10.0.0.1"));
  }

  private static List<String> items(String text) {
    SourceFile file = new SourceFile("x", text);
    return PythonList.items(new Located<>(text, file.span(0, text.length()))).stream()
        .map(Located::value)
        .toList();
  }

  private VirtualRouter router(String text) {
    return read(text).all(VrrpDaemon.class).getFirst().routers().getFirst();
  }

  private Parts read(String text) {
    SourceFile file = new SourceFile("lb-keepalived.yaml", text);
    assertEquals(2, format.recognises(file));
    return format.read(file, Targets.NONE, new Findings());
  }
}

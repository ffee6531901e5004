package dev.vipc.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.diagnostic.Findings;
import dev.vipc.model.IpAddress;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecLoaderTest {
  private static final Path EXAMPLES = Path.of("..", "examples");

  private final Findings findings = new Findings();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "minimal",
        "lb-trio",
        "kubeadm-ha",
        "kubesphere",
        "etcd-trio",
        "kube-vip-arp",
        "kube-vip-bgp"
      })
  void anExampleIsReadWithoutAFinding(String name) throws IOException {
    assertTrue(SpecLoader.load(example(name), findings).isPresent(), () -> report());
    assertEquals(List.of(), findings.sorted());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "minimal",
        "lb-trio",
        "kubeadm-ha",
        "kubesphere",
        "etcd-trio",
        "kube-vip-arp",
        "kube-vip-bgp"
      })
  void aCompleteTextOfASpecMeansTheSame(String name) throws IOException {
    HaSpec spec = SpecLoader.load(example(name), findings).orElseThrow();
    for (String text : List.of(SpecWriter.complete(spec), SpecWriter.explained(spec))) {
      HaSpec again =
          SpecLoader.load(new SourceFile("again.yaml", text), findings).orElseThrow(this::failure);
      assertEquals(SpecWriter.complete(spec), SpecWriter.complete(again));
    }
    assertEquals(List.of(), findings.sorted());
  }

  @Test
  void aSpecThatIsWrittenOutKeepsTheKernelModeAndLeavesOutWhatItHasNot() {
    HaSpec spec =
        SpecLoader.load(
                new SourceFile(
                    "ha.yaml",
                    """
                    apiVersion: vipc.dev/v1
                    kind: HighAvailability
                    metadata: { name: kernel }
                    nodes:
                      - { name: lb1, addresses: [192.0.2.11], interface: eth0, roles: [load-balancer] }
                    proxies:
                      - name: web
                        engine: vipd
                        mode: kernel
                        servers:
                          - { name: a, address: 192.0.2.21, port: 443, maxConnections: 5 }
                      - { name: carried, engine: vipd, listen: ["*:7443"], servers: [{ name: a, address: 192.0.2.21 }] }
                    """),
                findings)
            .orElseThrow(this::failure);
    assertEquals(
        List.of(
            "ha.yaml:11:68 SPC006 `maxConnections` means nothing to the kernel, which only translates"),
        reports());
    Findings none = new Findings();
    for (String text : List.of(SpecWriter.complete(spec), SpecWriter.explained(spec))) {
      HaSpec again = SpecLoader.load(new SourceFile("again.yaml", text), none).orElseThrow();
      assertEquals(SpecProxy.Mode.KERNEL, again.proxies().getFirst().mode().value());
      assertEquals(SpecProxy.Mode.SPLICE, again.proxies().getLast().mode().value());
      assertEquals(SpecProxy.Balance.RANDOM, again.proxies().getFirst().balance().value());
      assertEquals(SpecWriter.complete(spec), SpecWriter.complete(again));
    }
    assertEquals(List.of(), none.sorted());
  }

  @Test
  void theLeastSpecGetsDefaultsThatWorkTogether() throws IOException {
    HaSpec spec = SpecLoader.load(example("minimal"), findings).orElseThrow();
    SpecProxy proxy = spec.proxies().getFirst();
    VirtualAddress address = spec.virtualAddresses().getFirst();
    assertEquals(8443, proxy.port());
    assertEquals(
        "192.168.10.100:8443", spec.kubernetes().orElseThrow().endpoint().value().toString());
    assertEquals(
        List.of(120, 110, 100),
        address.vrrp().orElseThrow().priorities().stream().map(Chosen::value).toList());
    assertEquals("check_api", address.tracks().value().getFirst().name());
    RouterOnNode second =
        spec.routersOn(spec.nodes().get(1), VirtualAddress.Engine.KEEPALIVED).getFirst();
    assertEquals(
        List.of("192.168.10.11", "192.168.10.13"),
        second.peers().stream().map(IpAddress::toString).toList());
    assertEquals(
        "https://127.0.0.1:8443/readyz",
        spec.probe(address.tracks().value().getFirst()).orElseThrow().url().orElseThrow());
    assertTrue(
        spec.certificateSans().containsAll(List.of("192.168.10.100", "master3", "192.168.10.12")));
  }

  @Test
  void everyBrokenReferenceIsReportedWhereItStands() {
    load(
        """
        apiVersion: vipc.dev/v1
        kind: HighAvailability
        metadata: { name: t }
        nodes:
          - { name: a, addresses: [10.0.0.1], interface: eth0 }
          - { name: b, addresses: [10.0.0.2], interface: eth0 }
        virtualAddresses:
          - name: api
            addresses: [10.0.0.9]
            holders: [a, c]
            vrrp: { routerId: 5, priorities: { a: 110, d: 100 } }
            track: [{ proxy: web }]
        proxies:
          - { name: api, on: worker }
        accepted:
          - { code: KA003, reason: because, place: proxies.web }
        """);
    assertEquals(
        List.of(
            "ha.yaml:10:18 SPC001 there is no node `c`",
            "ha.yaml:11:48 SPC001 there is no holder `d`",
            "ha.yaml:12:22 SPC001 there is no proxy `web`",
            "ha.yaml:14:22 SPC001 no node has the role `worker`",
            "ha.yaml:16:44 SPC001 there is no place `proxies.web`"),
        reports());
  }

  @Test
  void theSchemaIsCheckedFirstAndEachViolationHasItsPlace() {
    load(
        """
        apiVersion: vipc.dev/v1
        kind: HighAvailability
        metadata: { name: t }
        kubernetes: { version: 1.34 }
        nodes:
          - { name: a, adresses: [10.0.0.1] }
          - { name: Upper, roles: [master] }
        virtualAddresses:
          - name: api
            addresses: [10.0.0.9]
            vrrp: { routerId: 256, priorities: { a: 255 }, advertisementInterval: 1 }
        """);
    assertEquals(
        List.of(
            "ha.yaml:4:24 SCH003 `version` must be text, not a number `1.34`",
            "ha.yaml:6:16 SCH001 unknown field `adresses` in `nodes[0]`",
            "ha.yaml:7:13 SCH006 `name` does not have the form of this field: `Upper`",
            "ha.yaml:7:28 SCH004 `nodes[1].roles[0]` cannot be `master`",
            "ha.yaml:11:23 SCH005 `routerId` is `256`, outside 1..255",
            "ha.yaml:11:45 SCH005 `a` is `255`, outside its range",
            "ha.yaml:11:75 SCH003 `advertisementInterval` must be text, not a number `1`"),
        reports());
  }

  @Test
  void aTrackNamesExactlyOneThing() {
    load(
        """
        apiVersion: vipc.dev/v1
        kind: HighAvailability
        metadata: { name: t }
        nodes:
          - { name: a, addresses: [10.0.0.1], interface: eth0 }
        virtualAddresses:
          - name: api
            addresses: [10.0.0.9]
            vrrp: { routerId: 5 }
            track: [{ apiServer: local, process: haproxy }, { weight: 0, interface: eth1 }, { weight: -5 }]
        """);
    assertEquals(
        List.of(
            "ha.yaml:10:33 SPC004 `process` stands beside `apiServer`",
            "ha.yaml:10:63 SPC004 a weight of 0 counts for nothing or for everything, as the program reads it",
            "ha.yaml:10:85 SPC004 nothing is tracked here"),
        reports());
  }

  @Test
  void whatIsNotBuiltYetIsRefusedWhereItStands() {
    load(
        """
        apiVersion: vipc.dev/v1
        kind: HighAvailability
        metadata: { name: t }
        nodes:
          - { name: a, addresses: [10.0.0.1], interface: eth0 }
        virtualAddresses:
          - { name: one, addresses: [10.0.0.9], engine: external }
          - name: two
            addresses: [10.0.0.8]
            vrrp: { routerId: 5, version: 2, virtualMac: true }
        """);
    assertEquals(
        List.of("ha.yaml:10:50 SPC002 a virtual MAC address with keepalived is not built yet"),
        reports());
  }

  @Test
  void valuesThatNoProgramCanCountAreRefused() {
    load(
        """
        apiVersion: vipc.dev/v1
        kind: HighAvailability
        metadata: { name: t }
        networks:
          - { name: lan, cidrs: [10.0.0.0/24], gateway: 10.0.0.1, reserved: [10.0.0.200-10.0.0.220] }
        nodes:
          - { name: a, addresses: [10.0.0.2, 10.0.0.300], interface: eth0 }
          - { name: b, addresses: [10.0.0.1] }
        virtualAddresses:
          - name: api
            addresses: [10.0.0.210, 10.0.0.9/33]
            vrrp: { routerId: 5, advertisementInterval: 5ms, password: secret }
            track: [{ proxy: api, interval: 500ms }]
        proxies:
          - { name: api, listen: ["*:70000"], timeouts: { client: 30000h } }
        """);
    assertEquals(
        List.of(
            "ha.yaml:7:38 SPC004 `10.0.0.300` is not an address that can be used here",
            "ha.yaml:8:13 SPC005 `b` holds a virtual address and names no interface",
            "ha.yaml:8:28 SPC008 `10.0.0.1` is reserved for something else",
            "ha.yaml:11:17 SPC008 `10.0.0.210` is reserved for something else",
            "ha.yaml:11:29 SPC004 `10.0.0.9/33` is not an address with a prefix length that can be used here",
            "ha.yaml:12:49 SPC004 `5ms` is not a time that can be used here",
            "ha.yaml:12:54 SPC006 VRRP 3 has no password",
            "ha.yaml:12:64 SPC007 the password stands here in clear text",
            "ha.yaml:13:37 SPC004 `500ms` is not a time that can be used here",
            "ha.yaml:15:27 SPC004 `*:70000` is not a listener that can be used here",
            "ha.yaml:15:59 SPC004 `30000h` is not a time that can be used here"),
        reports());
  }

  @Test
  void defaultPrioritiesStayWithinTheSmallestWeight() {
    for (int weight : new int[] {-2, 20, -50}) {
      var tracks =
          List.<Track>of(
              new Track.OfProcess(
                  located("haproxy"),
                  Chosen.written(new Track.Weight.Points(weight), place()),
                  place()));
      List<Integer> priorities =
          Priorities.byOrder(3, tracks, place()).stream().map(Chosen::value).toList();
      assertEquals(priorities.stream().distinct().toList(), priorities);
      int step = priorities.get(0) - priorities.get(1);
      assertTrue(step == 1 || step * 2 < Math.abs(weight), () -> weight + ": " + priorities);
    }
  }

  @Test
  void durationsReadBackAsTheyAreWritten() {
    IntStream.of(1, 500, 1000, 1500, 60_000, 90_000, 3_600_000, 5_400_000)
        .mapToObj(Duration::ofMillis)
        .forEach(time -> assertEquals(time, Durations.parse(Durations.format(time)).orElseThrow()));
  }

  private void load(String text) {
    var _ = SpecLoader.load(new SourceFile("ha.yaml", text), findings);
  }

  private List<String> reports() {
    return findings.sorted().stream()
        .map(found -> "%s %s %s".formatted(found.span(), found.rule().code(), found.message()))
        .toList();
  }

  private AssertionError failure() {
    return new AssertionError(report());
  }

  private String report() {
    return String.join("\n", reports());
  }

  private static SourceFile example(String name) throws IOException {
    return new SourceFile(
        name + "/ha.yaml", Files.readString(EXAMPLES.resolve(name).resolve("ha.yaml")));
  }

  private static Span place() {
    return new SourceFile("ha.yaml", "").startOfFile();
  }

  private static <T> Located<T> located(T value) {
    return new Located<>(value, place());
  }
}

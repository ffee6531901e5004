package dev.vipc.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vipc.compile.Compiler;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Findings;
import dev.vipc.lower.spec.SpecLowering;
import dev.vipc.source.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcceptedFindingsTest {
  private static final String SPEC =
      """
      apiVersion: vipc.dev/v1
      kind: HighAvailability
      metadata: { name: prod }
      nodes:
        - { name: lb1, addresses: [192.0.2.11], interface: eth0, roles: [load-balancer] }
        - { name: lb2, addresses: [192.0.2.12], interface: eth0, roles: [load-balancer] }
        - { name: m1, addresses: [192.0.2.21], roles: [control-plane] }
      virtualAddresses:
        - { name: api, addresses: [192.0.2.100/24], vrrp: { routerId: 5 } }
      proxies:
        - { name: api, timeouts: { client: 20s, server: 20s } }
      """;

  @Test
  void aFindingThatIsNotAcceptedStays() {
    assertEquals(List.of("HX008"), codes(remaining("")));
  }

  @Test
  void anAcceptedFindingGoes() {
    assertEquals(List.of(), codes(remaining("accepted: [{ code: HX008, reason: short calls }]")));
    assertEquals(
        List.of(),
        codes(remaining("accepted: [{ code: HX008, reason: short calls, place: proxies.api }]")));
  }

  @Test
  void anEntryThatMatchesNothingIsReportedAtItsCode() {
    List<Diagnostic> remaining =
        remaining(
            """
            accepted:
              - { code: HX008, reason: short calls }
              - { code: KA014, reason: was so, place: virtualAddresses.api }
            """);
    assertEquals(List.of("SPC010"), codes(remaining));
    Diagnostic finding = remaining.getFirst();
    assertEquals("KA014", finding.span().text());
    assertEquals("there is no KA014 at `virtualAddresses.api` to accept", finding.message());
  }

  @Test
  void anEntryForAnotherPlaceMatchesNothing() {
    assertEquals(
        List.of("HX008", "SPC010"),
        codes(
            remaining("accepted: [{ code: HX008, reason: was so, place: virtualAddresses.api }]")));
  }

  private static List<Diagnostic> remaining(String accepted) {
    Findings findings = new Findings();
    HaSpec spec =
        SpecLoader.load(new SourceFile("ha.yaml", SPEC + accepted), findings).orElseThrow();
    new Compiler().check(SpecLowering.lower(spec), findings);
    return AcceptedFindings.remaining(spec, findings.sorted());
  }

  private static List<String> codes(List<Diagnostic> findings) {
    return findings.stream().map(finding -> finding.rule().code()).sorted().distinct().toList();
  }
}

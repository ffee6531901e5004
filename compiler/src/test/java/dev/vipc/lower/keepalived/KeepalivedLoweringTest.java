package dev.vipc.lower.keepalived;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.model.Hole;
import dev.vipc.model.IpAddress;
import dev.vipc.model.Parts;
import dev.vipc.model.Targets;
import dev.vipc.model.VirtualRouter;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.source.SourceFile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class KeepalivedLoweringTest {
  @Test
  void ofARepeatedKeywordTheLastCountsAndListsAddUp() {
    VirtualRouter router =
        router(
            """
            vrrp_instance A {
              priority 10
              priority 20 nopreempt
              virtual_ipaddress { 10.0.0.1 }
              virtual_ipaddress {
                10.0.0.2/24 dev eth1 # second
              }
            }
            """);
    assertEquals(Optional.of(20), router.priority().value());
    assertTrue(router.noPreempt().isUnset());
    assertEquals(
        List.of("10.0.0.1/32 false", "10.0.0.2/24 true"),
        router.knownAddresses().stream()
            .map(
                a ->
                    a.value().address()
                        + "/"
                        + a.value().prefixLength()
                        + " "
                        + a.value().prefixGiven())
            .toList());
  }

  @Test
  void withoutPriorityItIs100Or255ForMaster() {
    assertEquals(Optional.of(100), router("vrrp_instance A {\n}\n").basePriority());
    assertEquals(Optional.of(255), router("vrrp_instance A {\n  state MASTER\n}\n").basePriority());
  }

  @Test
  void definitionsAreSubstitutedInTheOrderOfTheFile() {
    VirtualRouter router =
        router(
            """
            $PRIO=90
            $NET=10.0.0
            $VIPS=${NET}.7/24 dev eth0
            vrrp_instance A {
              priority ${PRIO}
              interface $IF
              virtual_ipaddress {
                $VIPS
                ${NET}.8
              }
            }
            $PRIO=91
            """);
    assertEquals(Optional.of(90), router.priority().value());
    assertEquals(Optional.of("eth0"), router.knownAddresses().getFirst().value().device().value());
    assertEquals(
        IpAddress.parse("10.0.0.8").orElseThrow(),
        router.knownAddresses().get(1).value().address());
  }

  @Test
  void aDefinitionOfSeveralLinesStandsForItsLines() {
    VirtualRouter router =
        router(
            """
            $COMMON= \\
              interface eth7 \\
              priority 33
            vrrp_instance A {
              $COMMON
            }
            """);
    assertEquals(Optional.of("eth7"), router.iface().value());
    assertEquals(Optional.of(33), router.priority().value());
  }

  @Test
  void whatCountsOnSomeMachinesOnlyIsUnknown() {
    VirtualRouter router =
        router("vrrp_instance A {\n  @lb1 priority 100\n  @^lb1 priority 90\n}\n");
    assertTrue(router.priority().isUnknown());
  }

  @Test
  void anUndefinedNameIsAHole() {
    Parts parts = parts("vrrp_instance A {\n  priority ${PRIORITY}\n  interface <NIC>\n}\n");
    assertEquals(
        List.of("${PRIORITY}", "<NIC>"),
        parts.all(Hole.class).stream().map(hole -> hole.name().value()).toList());
    assertTrue(parts.all(VrrpDaemon.class).getFirst().routers().getFirst().priority().isUnknown());
  }

  @Test
  void timesAreDecimalSeconds() {
    VirtualRouter router = router("vrrp_instance A {\n  advert_int 0.25\n}\n");
    assertEquals(Optional.of(Duration.ofMillis(250)), router.advertisementInterval().value());
  }

  @Test
  void anEmptyFileIsADaemonWithoutRouters() {
    assertTrue(new KeepalivedFormat().owns("keepalived.conf"));
    assertEquals(List.of(), daemon("").routers());
  }

  private static VirtualRouter router(String text) {
    return daemon(text).routers().getFirst();
  }

  private static VrrpDaemon daemon(String text) {
    return parts(text).all(VrrpDaemon.class).getFirst();
  }

  private static Parts parts(String text) {
    return new KeepalivedFormat()
        .read(new SourceFile("keepalived.conf", text), Targets.NONE, _ -> {});
  }
}

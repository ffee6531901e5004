package dev.vipc.keyword;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class KubeVipTableTest {
  private static final Release V0_8_10 = new Release(0, 8, 10);
  private static final Release V1_0_4 = new Release(1, 0, 4);
  private static final Release V1_1_0 = new Release(1, 1, 0);

  private final KubeVipTable table = KubeVipTable.get();

  @Test
  void everyNameThatARowSpeaksOfHasARow() {
    List<String> unknown = new ArrayList<>();
    for (KubeVipName variable : table.variables()) {
      for (String flag : variable.flags()) if (table.flag(flag).isEmpty()) unknown.add(flag);
      if (!variable.instead().isEmpty() && table.variable(variable.instead()).isEmpty())
        unknown.add(variable.instead());
    }
    for (KubeVipName flag : table.flags())
      if (!flag.instead().isEmpty() && table.flag(flag.instead()).isEmpty())
        unknown.add(flag.instead());
    assertEquals(List.of(), unknown);
  }

  @Test
  void everyReleaseOfARowIsOneOfTheTable() {
    for (KubeVipName name : table.variables()) assertOrder(name);
    for (KubeVipName name : table.flags()) assertOrder(name);
  }

  private void assertOrder(KubeVipName name) {
    name.since().ifPresent(since -> assertFalse(table.newest().before(since), name.name()));
    name.last().ifPresent(last -> assertFalse(last.before(name.since().orElse(last)), name.name()));
    name.defaults().forEach(entry -> assertEquals(Optional.empty(), name.wants(entry.value())));
  }

  @Test
  void aNameIsKnownFromItsFirstReleaseToItsLast() {
    KubeVipName length = table.variable("vip_cidr").orElseThrow();
    assertTrue(length.isKnownAt(V0_8_10));
    assertTrue(length.isGoneAt(new Release(0, 9, 0)));
    assertEquals("vip_subnet", length.instead());
    assertTrue(table.variable("dhcp_mode").orElseThrow().isFrom(new Release(1, 0, 2)));
  }

  @Test
  void theLeaseTimesGrewWithOneRelease() {
    assertEquals(Optional.of("5"), table.defaultOf("vip_leaseduration", V1_0_4));
    assertEquals(Optional.of("15"), table.defaultOf("vip_leaseduration", V1_1_0));
    assertEquals(Optional.of("10"), table.defaultOf("vip_renewdeadline", V1_1_0));
    assertEquals(Optional.of("2"), table.defaultOf("vip_retryperiod", V1_1_0));
  }

  @Test
  void textIsParsedAsTheProgramDoes() {
    KubeVipName arp = table.variable("vip_arp").orElseThrow();
    assertEquals(Optional.empty(), arp.wants("T"));
    assertEquals(Optional.of("`true` or `false`"), arp.wants("yes"));
    KubeVipName port = table.variable("port").orElseThrow();
    assertEquals(Optional.empty(), port.wants("6443"));
    assertEquals(Optional.of("a whole number 0..65535"), port.wants("+6443"));
    assertEquals(Optional.of("a whole number 0..65535"), port.wants("65536"));
    assertTrue(table.variable("vip_loglevel").orElseThrow().wants("-4").isEmpty());
  }

  @Test
  void oneVariableIsReadInCapitalsToo() {
    assertTrue(table.variable("EGRESS_CLEAN").isPresent());
    assertTrue(table.variable("VIP_ARP").isEmpty());
  }
}

package dev.vipc.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.port.PortRow.Transport;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class PortTableTest {
  private static final Set<String> ROLES =
      Set.of(
          "control-plane",
          "etcd",
          "worker",
          "node",
          "load-balancer",
          "holder",
          "any",
          "client",
          "monitoring",
          "router",
          "self");

  private final PortTable table = PortTable.table();

  @Test
  void everyRowSaysItsSourceAndKnownRoles() {
    for (PortRow row : table.rows()) {
      Set<String> unknown = new TreeSet<>(row.on());
      unknown.addAll(row.from());
      unknown.removeAll(ROLES);
      assertEquals(Set.of(), unknown, row::toString);
      assertFalse(row.source().isBlank(), row::toString);
    }
  }

  @Test
  void vrrpIsAProtocolOfItsOwnWithAGroup() {
    PortRow vrrp = table.row("keepalived", "vrrp");
    assertEquals(Transport.IP, vrrp.transport());
    assertEquals(112, vrrp.first());
    assertEquals("224.0.0.18", vrrp.group());
  }

  @Test
  void theInsecurePortsEndWithKubernetes118() {
    PortRow scheduler = table.row("kube-scheduler", "insecure");
    assertTrue(scheduler.holdsIn(1, 18));
    assertFalse(scheduler.holdsIn(1, 19));
    assertFalse(table.row("kube-scheduler", "https").holdsIn(1, 12));
  }
}

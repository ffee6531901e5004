package dev.vipc.agent.vip;

import dev.vipc.agent.net.AddressRequests;
import dev.vipc.agent.net.MacvlanRequests;
import dev.vipc.agent.net.NetlinkMessage;
import dev.vipc.agent.net.NetworkListener;
import dev.vipc.agent.net.NetworkMonitor;
import dev.vipc.agent.net.SystemCallException;
import dev.vipc.agent.vrrp.IpAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a predecessor that was killed left on the node's interfaces, wherever its plan put it: the
 * marked addresses, and the interfaces with virtual MAC addresses. A kernel before 5.18 knows no
 * mark; there only what the plan of now names is found ({@link HeldAddresses#removeLeftBehind}).
 */
final class LeftBehind implements NetworkListener {
  private final List<NetlinkMessage> removals = new ArrayList<>();

  private LeftBehind() {}

  /** Takes it off; returns how much there was. */
  static long remove(Ports ports) throws SystemCallException {
    var found = new LeftBehind();
    try (var monitor = new NetworkMonitor(ports.kernel(), found)) {
      monitor.askForAll();
      monitor.read();
    }
    int removed = 0;
    for (NetlinkMessage removal : found.removals) if (ports.routes().ask(removal) == 0) removed++;
    return removed;
  }

  @Override
  public void reset() {
    removals.clear();
  }

  @Override
  public void link(
      int index, boolean running, ByteBuffer message, int nameAt, int nameBytes, int macAt) {
    if (macAt < 0) return;
    byte[] name = new byte[nameBytes];
    message.get(nameAt, name);
    byte[] mac = new byte[6];
    message.get(macAt, mac);
    if (Macvlans.isOurs(new String(name, StandardCharsets.UTF_8), mac))
      removals.add(MacvlanRequests.remove(index));
  }

  @Override
  public void linkGone(int index) {}

  @Override
  public void address(
      int index, boolean v6, long high, long low, int prefixLength, boolean usable, int mark) {
    if (mark != AddressRequests.MARK) return;
    var address = new IpAddress(v6, high, low);
    removals.add(AddressRequests.of(address, prefixLength, index).remove());
  }

  @Override
  public void addressGone(int index, boolean v6, long high, long low, int prefixLength) {}
}

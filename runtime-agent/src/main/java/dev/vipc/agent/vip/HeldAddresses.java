package dev.vipc.agent.vip;

import dev.vipc.agent.net.AddressRequests;
import dev.vipc.agent.net.Errno;
import dev.vipc.agent.net.RouteSocket;
import dev.vipc.agent.plan.Subnet;
import dev.vipc.agent.vrrp.IpAddress;
import java.util.List;

/** Puts the addresses of one virtual router on its interface, and takes them off. */
final class HeldAddresses {
  private final RouteSocket routes;
  private final Interface iface;
  private final boolean owner;
  private final IpAddress[] addresses;
  private final int[] prefixLengths;
  private final AddressRequests[] requests;

  /** Those that are on the interface because of this router, and which it takes off again. */
  private final boolean[] ours;

  /** Those of an address owner that were there before, and so stay. */
  private final boolean[] found;

  HeldAddresses(RouteSocket routes, Interface iface, boolean owner, List<Subnet> addresses) {
    this.routes = routes;
    this.iface = iface;
    this.owner = owner;
    this.addresses =
        addresses.stream().map(a -> IpAddress.of(a.address())).toArray(IpAddress[]::new);
    this.prefixLengths = addresses.stream().mapToInt(Subnet::prefixLength).toArray();
    this.requests = new AddressRequests[addresses.size()];
    this.ours = new boolean[addresses.size()];
    this.found = new boolean[addresses.size()];
    for (int i = 0; i < requests.length; i++) requests[i] = of(this.addresses[i], prefixLengths[i]);
  }

  private AddressRequests of(IpAddress address, int prefixLength) {
    return AddressRequests.of(address, prefixLength, iface.index());
  }

  /** Returns 0, or the {@link Errno} of the last refusal. */
  int add() {
    int refusal = 0;
    for (int i = 0; i < requests.length; i++) {
      int answer = routes.ask(requests[i].add());
      if (answer == 0 || answer == Errno.EEXIST && !owner) ours[i] = true;
      else if (answer == Errno.EEXIST) found[i] = !ours[i];
      else refusal = answer;
    }
    return refusal;
  }

  /** Returns 0, or the {@link Errno} of the last refusal; what was not there is no fault. */
  int remove() {
    int refusal = 0;
    for (int i = 0; i < requests.length; i++) {
      found[i] = false;
      if (!ours[i]) continue;
      ours[i] = false;
      int answer = routes.ask(requests[i].remove());
      if (answer == Errno.EADDRNOTAVAIL) removeOther(i);
      else if (answer != 0 && answer != Errno.ENODEV) refusal = answer;
    }
    return refusal;
  }

  /** Of IPv6 the kernel takes no second prefix length of an address, and that was somebody's. */
  private void removeOther(int address) {
    if (!iface.has(addresses[address])) return;
    for (int prefixLength : iface.prefixLengths(addresses[address]))
      routes.ask(of(addresses[address], prefixLength).remove());
  }

  /**
   * Puts on what is missing: somebody took it off, or the kernel refused it. To be called of an
   * active router; returns whether there was something.
   */
  boolean restore() {
    boolean restored = false;
    for (int i = 0; i < requests.length; i++)
      if (!found[i] && !iface.has(addresses[i]) && routes.ask(requests[i].add()) == 0) {
        ours[i] = true;
        restored = true;
      }
    return restored;
  }

  /** Takes off what a predecessor that was killed left behind; returns how many there were. */
  int removeLeftBehind(Interface where) {
    int removed = 0;
    for (IpAddress address : addresses) {
      List<Integer> left =
          owner ? where.prefixLengths(address, AddressRequests.MARK) : where.prefixLengths(address);
      for (int prefixLength : left)
        if (routes.ask(AddressRequests.of(address, prefixLength, where.index()).remove()) == 0)
          removed++;
    }
    return removed;
  }

  /** Takes what a predecessor of this process put on, and takes off what is not wanted any more. */
  void takeOver(HeldAddresses before) {
    for (int i = 0; i < before.addresses.length; i++) {
      int mine = find(before.addresses[i], before.prefixLengths[i]);
      if (mine >= 0) {
        ours[mine] = before.ours[i];
        found[mine] = before.found[i];
      } else if (before.ours[i]) routes.ask(before.requests[i].remove());
    }
  }

  private int find(IpAddress address, int prefixLength) {
    for (int i = 0; i < addresses.length; i++)
      if (addresses[i].equals(address) && prefixLengths[i] == prefixLength) return i;
    return -1;
  }
}

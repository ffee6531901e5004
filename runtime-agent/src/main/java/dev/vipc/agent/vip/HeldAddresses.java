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
  private final AddressRequests[] requests;

  /** Of an address owner only those that were not there before are its to take off again. */
  private final boolean[] ours;

  HeldAddresses(RouteSocket routes, Interface iface, boolean owner, List<Subnet> addresses) {
    this.routes = routes;
    this.iface = iface;
    this.owner = owner;
    this.addresses =
        addresses.stream().map(a -> IpAddress.of(a.address())).toArray(IpAddress[]::new);
    this.requests = new AddressRequests[addresses.size()];
    this.ours = new boolean[addresses.size()];
    for (int i = 0; i < requests.length; i++)
      requests[i] =
          AddressRequests.of(this.addresses[i], addresses.get(i).prefixLength(), iface.index());
  }

  /** Returns 0, or the {@link Errno} of the last refusal. */
  int add() {
    int refusal = 0;
    for (int i = 0; i < requests.length; i++) {
      int answer = routes.ask(requests[i].add());
      if (answer == 0 || answer == Errno.EEXIST && !owner) ours[i] = true;
      else if (answer != Errno.EEXIST) refusal = answer;
    }
    return refusal;
  }

  /** Returns 0, or the {@link Errno} of the last refusal; what was not there is no fault. */
  int remove() {
    int refusal = 0;
    for (int i = 0; i < requests.length; i++) {
      if (!ours[i]) continue;
      ours[i] = false;
      int answer = routes.ask(requests[i].remove());
      if (answer != 0 && answer != Errno.EADDRNOTAVAIL && answer != Errno.ENODEV) refusal = answer;
    }
    return refusal;
  }

  /** Puts back what somebody took off; returns whether there was something. */
  boolean restore() {
    boolean restored = false;
    for (int i = 0; i < requests.length; i++)
      if (ours[i] && !iface.has(addresses[i])) restored |= routes.ask(requests[i].add()) == 0;
    return restored;
  }

  /** Takes off what a predecessor that was killed left behind; returns how many there were. */
  int removeLeftBehind(Interface where) {
    int removed = 0;
    for (IpAddress address : addresses) {
      boolean left = owner ? where.hasMarked(address, AddressRequests.MARK) : where.has(address);
      if (!left) continue;
      int prefixLength = where.prefixLength(address);
      if (routes.ask(AddressRequests.of(address, prefixLength, where.index()).remove()) == 0)
        removed++;
    }
    return removed;
  }

  /** Takes what a predecessor of this process put on, and takes off what is not wanted any more. */
  void takeOver(HeldAddresses before) {
    for (int i = 0; i < before.addresses.length; i++) {
      if (!before.ours[i]) continue;
      int mine = find(before.addresses[i]);
      if (mine >= 0) ours[mine] = true;
      else routes.ask(before.requests[i].remove());
    }
  }

  private int find(IpAddress address) {
    for (int i = 0; i < addresses.length; i++) if (addresses[i].equals(address)) return i;
    return -1;
  }
}

package dev.vipc.agent.vip;

import dev.vipc.agent.plan.Subnet;
import dev.vipc.agent.plan.VirtualRouter;
import dev.vipc.agent.vrrp.IpAddress;
import dev.vipc.agent.vrrp.RouterSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Makes the attachment of a virtual router from its plan. */
final class Attaching {
  private static final IpAddress GROUP = new IpAddress(false, 0, 0xe000_0012L);
  private static final IpAddress GROUP_V6 = new IpAddress(true, 0xff02L << 48, 0x12);

  private Attaching() {}

  /** The plan's router as the election sees it. */
  static RouterSettings settings(VirtualRouter plan, IpAddress source) {
    return new RouterSettings(
        plan.routerId(),
        plan.version(),
        plan.priority(),
        plan.advertisementInterval().toNanos(),
        source,
        destinations(plan),
        plan.password(),
        plan.preempt(),
        plan.preemptDelay().toNanos(),
        plan.startDelay().toNanos(),
        addresses(plan),
        plan.announcement().secondAfter().toNanos(),
        plan.announcement().refresh().toNanos());
  }

  private static List<IpAddress> addresses(VirtualRouter plan) {
    return plan.addresses().stream().map(Subnet::address).map(IpAddress::of).toList();
  }

  private static List<IpAddress> destinations(VirtualRouter plan) {
    List<IpAddress> own = plan.transport().destinations().stream().map(IpAddress::of).toList();
    return own.isEmpty() ? List.of(plan.addresses().getFirst().isV6() ? GROUP_V6 : GROUP) : own;
  }

  /** Binds a router to the interfaces of a participant. */
  static Attachment make(
      Participant router, RouterSettings settings, Channel channel, Ports ports) {
    Interface holder = router.holder();
    boolean framed = holder != router.base() && settings.isMulticast();
    AdvertisementSender sender =
        framed
            ? AdvertisementSender.framed(ports.frames(), holder.index(), holder.mac(), settings)
            : AdvertisementSender.through(channel.socket(), settings);
    var addresses =
        new HeldAddresses(ports.routes(), holder, settings.isOwner(), router.plan().addresses());
    var announcements =
        new Announcements(
            ports.frames(),
            holder.index(),
            holder.mac(),
            settings.addresses(),
            router.plan().announcement().repeat(),
            forwards(router.base().name()));
    return new Attachment(router, settings, channel, sender, addresses, announcements);
  }

  /** Whether the node forwards IPv6 that comes in through an interface. */
  private static boolean forwards(String iface) {
    try {
      Path setting = Path.of("/proc/sys/net/ipv6/conf", iface, "forwarding");
      return Files.readString(setting).startsWith("1");
    } catch (IOException _) {
      return false; // a kernel without IPv6
    }
  }
}

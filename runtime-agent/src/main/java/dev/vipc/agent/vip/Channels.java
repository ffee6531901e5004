package dev.vipc.agent.vip;

import dev.vipc.agent.log.Line;
import dev.vipc.agent.net.Poller;
import dev.vipc.agent.net.Syscall;
import dev.vipc.agent.net.SystemCallException;
import dev.vipc.agent.net.VrrpSocket;
import dev.vipc.agent.vrrp.IpAddress;
import dev.vipc.agent.vrrp.RouterSettings;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The sockets of all virtual routers, each in a slot of the poller. */
final class Channels {
  private final Syscall kernel;
  private final Poller poller;
  private final int firstSlot;
  private final List<Channel> open = new ArrayList<>();
  private final BitSet taken = new BitSet();
  private final Strangers strangers;

  Channels(Syscall kernel, Line line, Poller poller, int firstSlot) {
    strangers = new Strangers(line);
    this.kernel = kernel;
    this.poller = poller;
    this.firstSlot = firstSlot;
  }

  /** Packets that no virtual router here is meant by. */
  Strangers strangers() {
    return strangers;
  }

  /** The channel of an interface, a source and a destination; opened where it is not yet. */
  Channel to(Interface iface, RouterSettings settings) throws SystemCallException {
    IpAddress group =
        settings.isMulticast() ? settings.destinations().getFirst() : settings.source();
    var key = new Channel.Key(iface.index(), iface.incarnation(), settings.source(), group);
    for (Channel channel : open)
      if (channel.key().equals(key) && !channel.has(settings.routerId())) return channel;
    VrrpSocket socket =
        VrrpSocket.open(kernel, iface.name(), iface.index(), settings.source(), group);
    int slot = taken.nextClearBit(0);
    taken.set(slot);
    var channel = new Channel(key, socket, firstSlot + slot, strangers);
    poller.watchReadable(channel.slot(), socket.descriptor());
    open.add(channel);
    return channel;
  }

  void leave(Channel channel, int routerId) {
    if (!channel.leave(routerId)) return;
    channel.socket().close();
    poller.ignore(channel.slot());
    taken.clear(channel.slot() - firstSlot);
    open.remove(channel);
  }

  /** Takes what is there, as the last wait has told. */
  void receive(long now) {
    for (int i = 0; i < open.size(); i++)
      if (poller.isReady(open.get(i).slot())) open.get(i).receive(now);
  }

  /** Takes what has come since then too. */
  void receiveAll(long now) {
    for (Channel channel : open) channel.receive(now);
  }
}

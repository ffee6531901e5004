package dev.vipc.agent.vip;

import dev.vipc.agent.net.VrrpSocket;
import dev.vipc.agent.vrrp.AdvertisementReader;
import dev.vipc.agent.vrrp.Envelope;
import dev.vipc.agent.vrrp.IpAddress;
import dev.vipc.agent.vrrp.Reception;
import org.jspecify.annotations.Nullable;

/**
 * A socket that several virtual routers may share: those of one interface, source and destination.
 * What it receives goes to the router with the packet's ID.
 */
final class Channel {
  /** In one turn, so that a flood does not keep the timers from running. */
  private static final int MOST_PACKETS = 64;

  private static final int IDS = 256;

  /** What makes two virtual routers share one. */
  record Key(int index, int incarnation, IpAddress source, IpAddress group) {}

  private final Key key;
  private final VrrpSocket socket;
  private final @Nullable Attachment[] routers = new Attachment[IDS];
  private final Envelope envelope = new Envelope();
  private final Strangers strangers;
  private final int slot;
  private int users;

  Channel(Key key, VrrpSocket socket, int slot, Strangers strangers) {
    this.key = key;
    this.socket = socket;
    this.slot = slot;
    this.strangers = strangers;
  }

  Key key() {
    return key;
  }

  VrrpSocket socket() {
    return socket;
  }

  int slot() {
    return slot;
  }

  void join(int routerId, Attachment attachment) {
    routers[routerId] = attachment;
    users++;
  }

  boolean has(int routerId) {
    return routers[routerId] != null;
  }

  /** Whether nobody is left. */
  boolean leave(int routerId) {
    routers[routerId] = null;
    return --users == 0;
  }

  /** Takes what is there. */
  void receive(long now) {
    for (int i = 0; i < MOST_PACKETS && socket.receive(); i++) dispatch(now);
  }

  private void dispatch(long now) {
    Reception opened = socket.open(envelope);
    if (opened != Reception.ACCEPTED) {
      strangers.dropped(opened, now);
      return;
    }
    int routerId = AdvertisementReader.routerId(socket.packet(), envelope);
    Attachment router = routers[routerId];
    if (router == null) strangers.dropped(routerId, envelope, now);
    else router.received(socket.packet(), envelope, now);
  }
}

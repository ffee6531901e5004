package dev.vipc.agent.vip;

import dev.vipc.agent.net.Errno;
import dev.vipc.agent.vrrp.Actions;
import dev.vipc.agent.vrrp.Advertisement;
import dev.vipc.agent.vrrp.AdvertisementReader;
import dev.vipc.agent.vrrp.Cause;
import dev.vipc.agent.vrrp.Envelope;
import dev.vipc.agent.vrrp.Reception;
import dev.vipc.agent.vrrp.Router;
import dev.vipc.agent.vrrp.RouterSettings;
import dev.vipc.agent.vrrp.State;
import java.nio.ByteBuffer;

/**
 * A virtual router bound to an interface and a source address: what it decides goes to the kernel
 * from here, and what it hears comes through here.
 */
final class Attachment implements Actions {
  private final Participant participant;
  private final Router router;
  private final AdvertisementReader reader;
  private final Advertisement heard = new Advertisement();
  private final Channel channel;
  private final AdvertisementSender sender;
  private final HeldAddresses addresses;
  private final Announcements announcements;
  private final int holderIncarnation;
  private int lastRefusal;
  private int lastAnnouncementRefusal;
  private boolean toldOfOtherAddresses;

  Attachment(
      Participant participant,
      RouterSettings settings,
      Channel channel,
      AdvertisementSender sender,
      HeldAddresses addresses,
      Announcements announcements) {
    this.participant = participant;
    this.router = new Router(settings, this);
    this.reader = new AdvertisementReader(settings);
    this.channel = channel;
    this.sender = sender;
    this.addresses = addresses;
    this.announcements = announcements;
    this.holderIncarnation = participant.holder().incarnation();
    channel.join(settings.routerId(), this);
  }

  Router router() {
    return router;
  }

  Channel channel() {
    return channel;
  }

  HeldAddresses addresses() {
    return addresses;
  }

  /** Whether it is bound to the very interfaces that the participant has now. */
  boolean isBound() {
    return channel.key().incarnation() == participant.base().incarnation()
        && holderIncarnation == participant.holder().incarnation();
  }

  /** Judges a packet with this router's ID. */
  void received(ByteBuffer packet, Envelope envelope, long now) {
    Reception reception = reader.read(packet, envelope, heard);
    if (reception == Reception.ACCEPTED) reception = router.received(heard, now);
    if (reception != Reception.ACCEPTED) {
      participant.dropped(reception, envelope.sourceHigh(), envelope.sourceLow(), now);
      return;
    }
    participant.counters().count(reception);
    participant.heard(heard);
    if (!heard.sameAddresses() && !toldOfOtherAddresses) {
      toldOfOtherAddresses = true;
      participant
          .event(
              participant.line().warning("other-addresses"), heard.sourceHigh(), heard.sourceLow())
          .field("help", "list the same addresses in the same order on every member")
          .send();
    }
  }

  /**
   * Puts back what somebody took off the interface, and tells of another MAC address of it; to be
   * called where something about interfaces has changed.
   */
  void restore() {
    if (router.state() != State.ACTIVE) return;
    boolean restored = addresses.restore();
    if (restored) participant.event(participant.line().warning("address-restored")).send();
    if (restored || announcements.areOutdated()) announce();
  }

  @Override
  public void advertise(int priority) {
    int refusal = sender.send(priority);
    if (refusal == 0) participant.sent();
    if (refusal != lastRefusal && refusal != 0) tell("advertisement-refused", refusal);
    lastRefusal = refusal;
  }

  @Override
  public void hold() {
    int refusal = addresses.add();
    if (refusal != 0) tell("address-refused", refusal);
  }

  @Override
  public void release() {
    int refusal = addresses.remove();
    if (refusal != 0) tell("removal-refused", refusal);
  }

  @Override
  public void announce() {
    int refusal = announcements.send();
    if (refusal != lastAnnouncementRefusal && refusal != 0) tell("announcement-refused", refusal);
    lastAnnouncementRefusal = refusal;
  }

  @Override
  public void changed(State from, State to, Cause cause) {
    participant.changed(from, to, cause, router.priority());
  }

  private void tell(String event, int refusal) {
    participant.event(participant.line().error(event)).field("why", Errno.describe(refusal)).send();
  }
}

package dev.vipc.agent.vip;

import dev.vipc.agent.board.RouterRecord;
import dev.vipc.agent.log.Log;
import dev.vipc.agent.net.Syscall;
import dev.vipc.agent.net.VrrpSocket;
import dev.vipc.agent.plan.Subnet;
import dev.vipc.agent.plan.VirtualRouter;
import dev.vipc.agent.vrrp.IpAddress;
import dev.vipc.agent.vrrp.Router;
import dev.vipc.agent.vrrp.RouterSettings;
import java.io.OutputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Goes through a takeover again and again with sockets that nothing leaves through, so that the
 * first real one finds its code loaded and compiled: cold it is 1 to 4 ms later.
 */
final class Rehearsal {
  /** Enough for the first compiler, which wants 200 calls. */
  private static final int TAKEOVERS = 250;

  private static final Subnet ADDRESS = new Subnet(InetAddress.ofLiteral("192.0.2.1"), 32);

  private Rehearsal() {}

  static void run() {
    try (Log log = new Log("rehearsal", OutputStream.nullOutputStream())) {
      Ports ports = Ports.closed(new Syscall(), log.line());
      Participant participant = participant(ports);
      IpAddress source = IpAddress.of(InetAddress.ofLiteral("192.0.2.2"));
      RouterSettings settings = Attaching.settings(participant.plan(), source);
      var key = new Channel.Key(0, 0, source, settings.destinations().getFirst());
      VrrpSocket socket = VrrpSocket.closed(ports.kernel(), false);
      var channel = new Channel(key, socket, 0, new Strangers(ports.line()));
      long now = 0;
      for (int i = 0; i < TAKEOVERS; i++) {
        Attachment attachment = Attaching.make(participant, settings, channel, ports);
        participant.attach(attachment);
        now = takeOver(participant, attachment.router(), channel, now);
        channel.leave(settings.routerId());
      }
    }
  }

  private static long takeOver(Participant participant, Router router, Channel channel, long from) {
    router.start(from);
    for (int turn = 0; turn < 5; turn++) {
      long now = participant.deadline();
      channel.receive(now);
      participant.tick(now);
      participant.show();
    }
    long end = participant.deadline();
    router.stop(end);
    return end;
  }

  private static Participant participant(Ports ports) {
    var plan =
        new VirtualRouter(
            "rehearsal",
            "lo",
            1,
            3,
            100,
            Duration.ofSeconds(1),
            new VirtualRouter.Transport.Multicast(Optional.empty()),
            Optional.empty(),
            true,
            Duration.ZERO,
            Duration.ZERO,
            false,
            List.of(ADDRESS),
            List.of(),
            new VirtualRouter.Announcement(5, Duration.ofSeconds(5), Duration.ZERO));
    var iface = new Interface("lo");
    return new Participant(
        plan, iface, iface, new Tracks(100, List.of()), RouterRecord.unseen(), ports.line());
  }
}

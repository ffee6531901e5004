package dev.vipc.agent.vip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import dev.vipc.agent.board.RouterRecord;
import dev.vipc.agent.log.Log;
import dev.vipc.agent.net.Syscall;
import dev.vipc.agent.net.VrrpSocket;
import dev.vipc.agent.plan.Subnet;
import dev.vipc.agent.plan.VirtualRouter;
import dev.vipc.agent.vrrp.AdvertisementWriter;
import dev.vipc.agent.vrrp.Envelope;
import dev.vipc.agent.vrrp.IpAddress;
import dev.vipc.agent.vrrp.RouterSettings;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Once it runs, a virtual router leaves nothing to a garbage collector, whatever it hears. The
 * turns are too few for the second compiler, which would remove some allocations that the first
 * one, the only one of the vip process, leaves.
 */
class SteadyStateTest {
  private static final int WARM_UP = 300;
  private static final int TURNS = 300;

  /** The virtual machine itself allocates a little in one of them, when it starts to compile. */
  private static final int ROUNDS = 4;

  private final Ports ports =
      Ports.closed(new Syscall(), new Log("test", OutputStream.nullOutputStream()).line());
  private final IpAddress source = IpAddress.of(InetAddress.ofLiteral("192.0.2.2"));
  private final Participant participant = participant();
  private final RouterSettings settings = Attaching.settings(participant.plan(), source);
  private final Channel channel =
      new Channel(
          new Channel.Key(0, 0, source, settings.destinations().getFirst()),
          VrrpSocket.closed(ports.kernel(), false),
          0,
          new Strangers(ports.line()));
  private final Attachment attachment = Attaching.make(participant, settings, channel, ports);
  private final Envelope envelope = new Envelope();
  private long now;

  SteadyStateTest() {
    participant.attach(attachment);
    attachment.router().start(0);
  }

  private Participant participant() {
    var plan =
        new VirtualRouter(
            "steady",
            "lo",
            1,
            3,
            100,
            Duration.ofMillis(10),
            new VirtualRouter.Transport.Multicast(Optional.empty()),
            Optional.empty(),
            true,
            Duration.ZERO,
            Duration.ZERO,
            false,
            List.of(new Subnet(InetAddress.ofLiteral("192.0.2.1"), 32)),
            List.of(),
            new VirtualRouter.Announcement(5, Duration.ofSeconds(5), Duration.ofSeconds(1)));
    var iface = new Interface("lo");
    return new Participant(
        plan, iface, iface, new Tracks(100, List.of()), RouterRecord.unseen(), ports.line());
  }

  private void allocatesNothing(Runnable turn) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    threads.getCurrentThreadAllocatedBytes(); // loads what measuring itself needs
    for (int i = 0; i < WARM_UP; i++) turn.run();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < TURNS; i++) turn.run();
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertEquals(0, least);
  }

  @Test
  void advertisingAllocatesNothing() {
    allocatesNothing(
        () -> {
          now = participant.deadline();
          channel.receive(now);
          participant.tick(now);
          participant.show();
        });
  }

  @Test
  void takingOverAndYieldingAllocatesNothing() {
    ByteBuffer higher = packet(200);
    ByteBuffer zero = packet(0);
    allocatesNothing(
        () -> {
          now = participant.deadline();
          participant.tick(now);
          hear(higher);
          hear(zero);
          participant.show();
        });
  }

  @Test
  void droppingAllocatesNothing() {
    ByteBuffer broken = packet(200);
    broken.put(25, (byte) 7);
    allocatesNothing(
        () -> {
          hear(broken);
          participant.show();
        });
  }

  private void hear(ByteBuffer packet) {
    envelope.open(packet, packet.capacity());
    attachment.received(packet, envelope, now);
  }

  private ByteBuffer packet(int priority) {
    RouterSettings other =
        Attaching.settings(participant.plan(), IpAddress.of(InetAddress.ofLiteral("192.0.2.3")));
    ByteBuffer packet = ByteBuffer.allocate(AdvertisementWriter.bytes(other));
    new AdvertisementWriter(other, other.destinations().getFirst(), packet).write(priority);
    return packet;
  }
}

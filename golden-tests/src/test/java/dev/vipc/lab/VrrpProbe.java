package dev.vipc.lab;

import dev.vipc.agent.net.Buffer;
import dev.vipc.agent.net.Syscall;
import dev.vipc.agent.net.VrrpSocket;
import dev.vipc.agent.vrrp.Envelope;
import dev.vipc.agent.vrrp.IpAddress;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;

/** Packets of VRRP between two hosts, over the sockets that vipd has. Each bears a number. */
public final class VrrpProbe implements AutoCloseable {
  private static final String IFACE = "eth0";
  private static final int IPV4_HEADER = 20;
  private static final int BODY = 16;

  /** Behind the checksum, which the kernel writes over IPv6. */
  private static final int NUMBER = 8;

  private final VrrpSocket receiver;
  private final VrrpSocket sender;
  private final IpAddress destination;
  private int number = 0;

  /**
   * Opens both sides.
   *
   * @param own the receiver's address
   * @param other one of the sender's
   * @param group where packets go; own for unicast
   */
  public VrrpProbe(Host receiver, Host sender, String own, String other, String group) {
    this.destination = address(group);
    boolean unicast = own.equals(group);
    this.receiver = open(receiver, address(own), destination);
    this.sender = open(sender, address(other), unicast ? address(other) : destination);
  }

  private static VrrpSocket open(Host host, IpAddress source, IpAddress group) {
    return host.namespace()
        .open(
            () ->
                VrrpSocket.open(
                    new Syscall(),
                    IFACE,
                    NetworkInterface.getByName(IFACE).getIndex(),
                    source,
                    group));
  }

  private static IpAddress address(String text) {
    return IpAddress.of(InetAddress.ofLiteral(text));
  }

  /**
   * Sends one packet; whether it comes.
   *
   * @param source of IPv4; the kernel takes its own of IPv6
   */
  public boolean arrives(String source, long patienceMillis) {
    number++;
    int header = destination.v6() ? 0 : IPV4_HEADER;
    Buffer packet = Buffer.ofNetworkOrder(header + BODY);
    if (!destination.v6()) writeHeader(packet.bytes(), address(source));
    packet.bytes().put(header, (byte) 0x31).putInt(header + NUMBER, number);
    int sent = sender.send(packet, header + BODY, sender.destination(destination));
    if (sent < 0) throw new IllegalStateException("send: " + sent);
    long end = System.nanoTime() + patienceMillis * 1_000_000;
    do if (receives(header)) return true;
    while (System.nanoTime() < end);
    return false;
  }

  private void writeHeader(ByteBuffer packet, IpAddress source) {
    packet.put(0, (byte) 0x45).putShort(2, (short) (IPV4_HEADER + BODY));
    packet.put(8, (byte) 255).put(9, (byte) Envelope.PROTOCOL);
    source.write(packet, 12);
    destination.write(packet, 16);
  }

  private boolean receives(int header) {
    while (receiver.receive()) if (receiver.packet().getInt(header + NUMBER) == number) return true;
    try {
      Thread.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  @Override
  public void close() {
    receiver.close();
    sender.close();
  }
}

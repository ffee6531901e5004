package dev.vipc.agent.vrrp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A simulated node with one virtual router on each segment, all in one sync group. */
final class Node {
  private record Frozen(int segment, byte[] packet) {}

  private final Network network;
  private final int index;
  private final List<RouterSettings> settings;
  private final List<Router> routers = new ArrayList<>();
  private final List<Boolean> holds = new ArrayList<>();
  private final List<Frozen> backlog = new ArrayList<>();
  private final Envelope envelope = new Envelope();
  private final Advertisement heard = new Advertisement();
  private boolean alive;
  private boolean frozen;

  Node(Network network, int index, List<RouterSettings> settings) {
    this.network = network;
    this.index = index;
    this.settings = settings;
  }

  int index() {
    return index;
  }

  RouterSettings settings() {
    return settings.getFirst();
  }

  void boot() {
    if (alive) return;
    alive = true;
    routers.clear();
    holds.clear();
    for (int i = 0; i < settings.size(); i++) {
      holds.add(false);
      routers.add(new Router(settings.get(i), new Port(i)));
    }
    new SyncGroup(routers);
    routers.forEach(router -> router.start(network.now()));
  }

  /** Dies without a word. */
  void kill() {
    alive = false;
    frozen = false;
    backlog.clear();
  }

  void stop() {
    if (!alive || frozen) return;
    routers.forEach(router -> router.stop(network.now()));
    kill();
  }

  void freeze() {
    frozen = alive;
  }

  /** Goes on: the loop first reads what its sockets kept. */
  void thaw() {
    if (!frozen) return;
    frozen = false;
    List<Frozen> kept = List.copyOf(backlog);
    backlog.clear();
    kept.forEach(packet -> deliver(packet.segment(), packet.packet()));
  }

  void setPriority(int priority) {
    if (alive && !frozen) routers.forEach(router -> router.setPriority(priority));
  }

  void setFault(int segment, boolean fault) {
    if (alive && !frozen) routers.get(segment).setFault(fault, network.now());
  }

  boolean holds(int segment) {
    return alive && holds.get(segment);
  }

  State state(int segment) {
    return alive ? routers.get(segment).state() : State.STOPPED;
  }

  long deadline() {
    if (!alive || frozen) return Router.NEVER;
    return routers.stream().mapToLong(Router::deadline).min().orElse(Router.NEVER);
  }

  void tick() {
    if (alive && !frozen) routers.forEach(router -> router.tick(network.now()));
  }

  void deliver(int segment, byte[] packet) {
    if (!alive) return;
    if (frozen) {
      backlog.add(new Frozen(segment, packet));
      return;
    }
    Reception reception = read(segment, ByteBuffer.wrap(packet));
    if (reception == Reception.ACCEPTED)
      reception = routers.get(segment).received(heard, network.now());
    if (reception != Reception.ACCEPTED && reception != Reception.NOT_LISTENING)
      throw new AssertionError("an advertisement of another router was dropped: " + reception);
  }

  private Reception read(int segment, ByteBuffer packet) {
    RouterSettings mine = settings.get(segment);
    int length = packet.capacity() - 32;
    if (mine.v6()) envelope.open(packet, length, length + 16, 255, length);
    else {
      Reception opened = envelope.open(packet, length);
      if (opened != Reception.ACCEPTED) return opened;
    }
    return new AdvertisementReader(mine).read(packet, envelope, heard);
  }

  private final class Port implements Actions {
    private final int segment;
    private final AdvertisementWriter writer;
    private final ByteBuffer packet;

    /** Behind the packet stand source and destination, which IPv6 packets come with apart. */
    Port(int segment) {
      this.segment = segment;
      RouterSettings mine = settings.get(segment);
      int length = AdvertisementWriter.bytes(mine);
      packet = ByteBuffer.allocate(length + 32);
      mine.source().write(packet, length);
      mine.destinations().getFirst().write(packet, length + 16);
      writer = new AdvertisementWriter(mine, mine.destinations().getFirst(), packet);
    }

    @Override
    public void advertise(int priority) {
      writer.write(priority);
      network.send(Node.this, segment, packet);
    }

    @Override
    public void hold() {
      holds.set(segment, true);
    }

    @Override
    public void release() {
      holds.set(segment, false);
    }

    @Override
    public void announce() {}

    @Override
    public void changed(State from, State to, Cause cause) {}
  }
}

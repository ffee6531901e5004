package dev.vipc.agent.board;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the vip process told at one moment.
 *
 * @param alive whether the process runs and its loop turned within the last seconds; where it is
 *     not, everything else is the last that it said
 * @param pid of the vip process, 0 where it never ran or stopped in order
 * @param drops packets of no virtual router by the reason that they were dropped for
 */
public record RoutersView(
    boolean alive, int pid, Instant started, Map<String, Long> drops, List<Router> routers) {
  /**
   * One virtual router.
   *
   * @param fault why it may not hold its addresses
   * @param effectivePriority after everything that is tracked had its say
   * @param since when it became what it is
   * @param transitions how often its state changed since the start
   * @param tracks in the order of the plan
   */
  public record Router(
      String name,
      RouterState state,
      RouterFault fault,
      int effectivePriority,
      Optional<Master> master,
      Instant since,
      long transitions,
      long advertsSent,
      long advertsReceived,
      Map<String, Long> drops,
      List<Member> members,
      List<TrackState> tracks) {}

  /**
   * Who holds the addresses.
   *
   * @param since when this node came to know it as that
   */
  public record Master(InetAddress address, int priority, Instant since) {}

  /** Another that advertised for the same virtual router. */
  public record Member(InetAddress address, int priority, Duration silentFor) {}
}

package dev.vipc.agent.board;

import dev.vipc.agent.plan.Plan;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Reads what the vip process tells, without ever holding it up. */
public final class RouterBoardReader {
  /** The loop beats at least once a second. */
  private static final long SILENCE_NANOS = 3_000_000_000L;

  /** A record is written within microseconds, unless its writer died meanwhile. */
  private static final int TRIES = 1_000;

  private final Plan plan;
  private final RouterLayout layout;
  private final BoardFile file;
  private final LongSupplier nanoTime;

  private RouterBoardReader(Plan plan, RouterLayout layout, BoardFile file, LongSupplier nanoTime) {
    this.plan = plan;
    this.layout = layout;
    this.file = file;
    this.nanoTime = nanoTime;
  }

  /**
   * @param folder that of the control socket
   * @param hash the plan's
   */
  public static RouterBoardReader open(Path folder, Plan plan, String hash) throws IOException {
    return open(folder, plan, hash, System::nanoTime);
  }

  static RouterBoardReader open(Path folder, Plan plan, String hash, LongSupplier nanoTime)
      throws IOException {
    RouterLayout layout = new RouterLayout(plan);
    BoardFile file = BoardFile.open(folder, RouterBoard.KIND, hash, layout.size());
    return new RouterBoardReader(plan, layout, file, nanoTime);
  }

  public RoutersView read() {
    List<String> reasons = reasons();
    List<RoutersView.Router> routers = new ArrayList<>();
    for (int i = 0; i < plan.virtualRouters().size(); i++) routers.add(router(i, reasons));
    boolean alive = file.pid() != 0 && nanoTime.getAsLong() - file.beat() < SILENCE_NANOS;
    return new RoutersView(
        alive,
        file.pid(),
        Instant.ofEpochMilli(file.startedMillis()),
        counts(file.bytes(), RouterLayout.STRANGERS, reasons),
        List.copyOf(routers));
  }

  private List<String> reasons() {
    List<String> reasons = new ArrayList<>();
    for (int i = 0; i < RouterLayout.MOST_REASONS; i++)
      reasons.add(file.text(RouterLayout.REASONS + i * RouterLayout.REASON_BYTES));
    return reasons;
  }

  private static Map<String, Long> counts(ByteBuffer from, int at, List<String> reasons) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (int i = 0; i < reasons.size(); i++)
      if (!reasons.get(i).isEmpty()) counts.put(reasons.get(i), from.getLong(at + i * Long.BYTES));
    return counts;
  }

  private RoutersView.Router router(int router, List<String> reasons) {
    ByteBuffer record = copy(router);
    return new RoutersView.Router(
        plan.virtualRouters().get(router).name(),
        RouterState.of(record.getInt(RouterLayout.STATE)),
        RouterFault.of(record.getInt(RouterLayout.FAULT)),
        record.getInt(RouterLayout.PRIORITY),
        address(record, RouterLayout.MASTER, record.getInt(RouterLayout.MASTER_LENGTH))
            .map(
                address ->
                    new RoutersView.Master(
                        address,
                        record.getInt(RouterLayout.MASTER_PRIORITY),
                        Instant.ofEpochMilli(record.getLong(RouterLayout.MASTER_SINCE)))),
        Instant.ofEpochMilli(record.getLong(RouterLayout.SINCE)),
        record.getLong(RouterLayout.TRANSITIONS),
        record.getLong(RouterLayout.SENT),
        record.getLong(RouterLayout.RECEIVED),
        counts(record, RouterLayout.DROPS, reasons),
        members(record),
        tracks(record, plan.virtualRouters().get(router).tracks().size()));
  }

  /** A whole record; zeros where its writer died in the middle of it. */
  private ByteBuffer copy(int router) {
    byte[] copy = new byte[layout.bytes(router)];
    for (int i = 0; i < TRIES; i++) {
      int before = file.bytes().getInt(layout.start(router));
      VarHandle.acquireFence();
      file.bytes().get(layout.start(router), copy);
      VarHandle.acquireFence();
      int after = file.bytes().getInt(layout.start(router));
      if (before == after && (before & 1) == 0) return inOrder(copy);
      Thread.onSpinWait();
    }
    return inOrder(new byte[copy.length]);
  }

  private static ByteBuffer inOrder(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
  }

  private List<RoutersView.Member> members(ByteBuffer record) {
    List<RoutersView.Member> members = new ArrayList<>();
    for (int i = 0; i < RouterLayout.MOST_MEMBERS; i++) {
      int at = RouterLayout.MEMBERS + i * RouterLayout.MEMBER_BYTES;
      long silent = nanoTime.getAsLong() - record.getLong(at + RouterLayout.MEMBER_HEARD);
      address(record, at + RouterLayout.MEMBER_ADDRESS, record.getInt(at))
          .map(
              address ->
                  new RoutersView.Member(
                      address,
                      record.getInt(at + RouterLayout.MEMBER_PRIORITY),
                      Duration.ofNanos(Math.max(0, silent))))
          .ifPresent(members::add);
    }
    return members;
  }

  private static List<TrackState> tracks(ByteBuffer record, int count) {
    List<TrackState> tracks = new ArrayList<>();
    for (int i = 0; i < count; i++)
      tracks.add(TrackState.of(record.getInt(RouterLayout.TRACKS + i * Integer.BYTES)));
    return tracks;
  }

  private static Optional<InetAddress> address(ByteBuffer record, int at, int length) {
    if (length != 4 && length != 16) return Optional.empty();
    byte[] address = new byte[length];
    record.get(at, address);
    try {
      return Optional.of(InetAddress.getByAddress(address));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are an address", e);
    }
  }
}

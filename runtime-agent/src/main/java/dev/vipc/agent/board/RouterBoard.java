package dev.vipc.agent.board;

import dev.vipc.agent.plan.Plan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * What the vip process tells of its virtual routers. Nothing here allocates after it was opened,
 * and nothing waits for a reader. One thread writes.
 */
public final class RouterBoard implements AutoCloseable {
  static final String KIND = "routers";

  private final BoardFile file;
  private final RouterLayout layout;
  private final int reasons;
  private final RouterRecord[] records;

  private RouterBoard(BoardFile file, RouterLayout layout, Plan plan, int reasons) {
    this.file = file;
    this.layout = layout;
    this.reasons = reasons;
    records = new RouterRecord[plan.virtualRouters().size()];
    for (int i = 0; i < records.length; i++)
      records[i] = new RouterRecord(file.bytes(), layout.start(i), reasons);
  }

  /**
   * Opens the plan's board and says that this process writes it.
   *
   * @param folder that of the control socket
   * @param hash the plan's
   * @param reasons the names of the reasons for which packets are dropped, at most 32 and 47 bytes
   *     each; a count is named by its place in this list, and one without a name is not shown
   */
  public static RouterBoard open(Path folder, Plan plan, String hash, List<String> reasons)
      throws IOException {
    if (reasons.size() > RouterLayout.MOST_REASONS)
      throw new IllegalArgumentException(reasons.size() + " reasons");
    RouterLayout layout = new RouterLayout(plan);
    BoardFile file = BoardFile.open(folder, KIND, hash, layout.size());
    RouterBoard board = new RouterBoard(file, layout, plan, reasons.size());
    board.clear();
    for (int i = 0; i < reasons.size(); i++)
      file.putText(
          RouterLayout.REASONS + i * RouterLayout.REASON_BYTES,
          reasons.get(i),
          RouterLayout.REASON_BYTES);
    file.claim();
    return board;
  }

  /** Away with what a predecessor with the same plan wrote. */
  private void clear() {
    ByteBuffer bytes = file.bytes();
    for (int i = 0; i < records.length; i++) {
      int sequence = bytes.getInt(layout.start(i));
      bytes.putInt(layout.start(i), sequence | 1);
      bytes.put(layout.start(i) + Integer.BYTES, new byte[layout.bytes(i) - Integer.BYTES]);
      records[i].end();
    }
    bytes.put(RouterLayout.REASONS, new byte[layout.start(0) - RouterLayout.REASONS]);
  }

  /**
   * The record of a virtual router.
   *
   * @param router its place in the plan
   */
  public RouterRecord router(int router) {
    return records[router];
  }

  /** How often a packet that belongs to no virtual router was dropped for this reason. */
  public void dropped(int reason, long count) {
    if (reason < reasons) file.bytes().putLong(RouterLayout.STRANGERS + reason * Long.BYTES, count);
  }

  /**
   * Says that the loop still turns; to be called at least once a second.
   *
   * @param nanos {@link System#nanoTime}
   */
  public void beat(long nanos) {
    file.beat(nanos);
  }

  /** Says that nobody writes any more, and that its plan is not run any more. */
  public void discard() {
    close();
    file.discard();
  }

  /** Says that nobody writes any more. */
  @Override
  public void close() {
    file.release();
  }
}

package dev.vipc.agent.board;

import dev.vipc.agent.plan.Plan;
import dev.vipc.agent.plan.VirtualRouter;

/**
 * Where everything stands in the board of virtual routers: behind the header the names of the
 * reasons for which packets are dropped, their counts for packets of no virtual router, and a
 * record for each virtual router in the order of the plan.
 */
final class RouterLayout {
  static final int MOST_REASONS = 32;
  static final int MOST_MEMBERS = 32;
  static final int REASON_BYTES = 48;

  static final int REASONS = BoardFile.HEADER_BYTES;
  static final int STRANGERS = REASONS + MOST_REASONS * REASON_BYTES;
  private static final int RECORDS = STRANGERS + MOST_REASONS * Long.BYTES;

  // of a record
  static final int SEQUENCE = 0;
  static final int STATE = 4;
  static final int PRIORITY = 8;
  static final int MASTER_LENGTH = 12;
  static final int MASTER = 16;
  static final int MASTER_PRIORITY = 32;
  static final int FAULT = 36;
  static final int SINCE = 40;
  static final int TRANSITIONS = 48;
  static final int SENT = 56;
  static final int RECEIVED = 64;
  static final int MASTER_SINCE = 72;
  static final int DROPS = 80;
  static final int MEMBERS = DROPS + MOST_REASONS * Long.BYTES;
  static final int TRACKS = MEMBERS + MOST_MEMBERS * RouterLayout.MEMBER_BYTES;

  // of a member within its record
  static final int MEMBER_BYTES = 32;
  static final int MEMBER_LENGTH = 0;
  static final int MEMBER_PRIORITY = 4;
  static final int MEMBER_ADDRESS = 8;
  static final int MEMBER_HEARD = 24;

  private final int[] starts;
  private final int size;

  RouterLayout(Plan plan) {
    starts = new int[plan.virtualRouters().size() + 1];
    starts[0] = RECORDS;
    for (int i = 0; i < plan.virtualRouters().size(); i++)
      starts[i + 1] = starts[i] + bytes(plan.virtualRouters().get(i));
    size = starts[starts.length - 1];
  }

  /** A multiple of eight, so that every number is aligned and thus written at once. */
  private static int bytes(VirtualRouter router) {
    return TRACKS + (router.tracks().size() + 1) / 2 * Long.BYTES;
  }

  int start(int router) {
    return starts[router];
  }

  int bytes(int router) {
    return starts[router + 1] - starts[router];
  }

  int size() {
    return size;
  }
}

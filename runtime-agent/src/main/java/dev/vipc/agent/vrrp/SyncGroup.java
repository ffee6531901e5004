package dev.vipc.agent.vrrp;

import java.util.List;

/**
 * Virtual routers that are active together or not at all. None becomes active until all want to, so
 * that two groups that hear each other on one segment only do not take turns; one that yields or
 * fails takes the others with it.
 */
public final class SyncGroup {
  private final Router[] members;

  /** Joins the members; each of them may be in one group. */
  public SyncGroup(List<Router> members) {
    this.members = members.toArray(Router[]::new);
    for (Router member : this.members) member.join(this);
  }

  boolean hasFault() {
    for (Router member : members) if (member.hasOwnFault()) return true;
    return false;
  }

  void wanted(Router first, Cause cause, long now) {
    for (Router member : members) if (!member.wantsToBeActive()) return;
    first.activate(cause, now);
    for (Router member : members) member.activate(Cause.SYNC_GROUP, now);
  }

  void yielded(long now) {
    for (Router member : members) member.follow(now);
  }

  void faultChanged(long now) {
    boolean fault = hasFault();
    for (Router member : members) member.obeyFault(fault, now);
  }
}

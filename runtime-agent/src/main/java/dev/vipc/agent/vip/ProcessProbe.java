package dev.vipc.agent.vip;

import dev.vipc.agent.board.TrackState;
import dev.vipc.agent.net.ProcessTable;
import dev.vipc.agent.net.Syscall;
import dev.vipc.agent.plan.Check;
import java.util.Optional;

/** Whether a process of a name runs. */
final class ProcessProbe extends Probe {
  private final ProcessTable table;
  private final ProcessTable.Wanted wanted;
  private final Judgement judgement;
  private long askedAt;
  private long nextAt;

  ProcessProbe(Check check, Syscall kernel, String name, Judgement judgement, long now) {
    super(check);
    this.table = new ProcessTable(kernel);
    this.wanted = new ProcessTable.Wanted(name);
    this.judgement = judgement;
    this.askedAt = now;
    this.nextAt = now;
  }

  @Override
  Optional<Judgement> judgement() {
    return Optional.of(judgement);
  }

  @Override
  TrackState state() {
    return judgement.state();
  }

  @Override
  long deadline() {
    return nextAt;
  }

  @Override
  void tick(long now) {
    if (now < nextAt) return;
    switch (table.look(wanted)) {
      case UNFINISHED -> nextAt = now;
      case FOUND -> answer(true, now);
      case ABSENT -> answer(false, now);
    }
  }

  @Override
  void close() {
    table.close();
  }

  private void answer(boolean good, long now) {
    judgement.answer(good);
    askedAt = Math.max(askedAt + check().interval().toNanos(), now);
    nextAt = askedAt;
  }
}

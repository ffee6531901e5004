package dev.vipc.agent.vip;

import dev.vipc.agent.board.CheckBoard;
import dev.vipc.agent.board.TrackState;
import dev.vipc.agent.net.Poller;
import dev.vipc.agent.net.Sockets;
import dev.vipc.agent.net.Syscall;
import dev.vipc.agent.plan.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The checks of a plan that its virtual routers track. */
final class Probes {
  private final List<Probe> all = new ArrayList<>();

  /**
   * @param checks of the plan, whose places in it name them on the board
   * @param firstSlot of the poller; one for each check
   * @param before those of the plan before: what is known of a check holds until the new one has
   *     answered, as in keepalived also where all but its name has changed
   */
  Probes(
      List<Check> checks,
      Syscall kernel,
      Poller poller,
      int firstSlot,
      CheckBoard board,
      List<Probe> before,
      long now) {
    var sockets = new Sockets(kernel);
    for (int i = 0; i < checks.size(); i++) {
      Check check = checks.get(i);
      Optional<Probe> same = before.stream().filter(p -> p.isOf(check.name())).findFirst();
      Judgement judgement = judgement(check, same);
      all.add(
          switch (check.question()) {
            case Check.Question.Process(var name) ->
                new ProcessProbe(check, kernel, name, judgement, now);
            case Check.Question.Tcp(var target) ->
                new TcpProbe(check, target, sockets, poller, firstSlot + i, judgement, now);
            case Check.Question.Tls _, Check.Question.Http _, Check.Question.Script _ ->
                new BoardProbe(check, board, i, known(same), now);
          });
    }
  }

  private static Judgement judgement(Check check, Optional<Probe> same) {
    return same.filter(before -> before.check().equals(check))
        .flatMap(Probe::judgement)
        .orElseGet(() -> new Judgement(check.rise(), check.fall(), known(same)));
  }

  private static TrackState known(Optional<Probe> before) {
    return before.map(Probe::state).orElse(TrackState.UNKNOWN);
  }

  List<Probe> all() {
    return all;
  }

  Probe named(String name) {
    return all.stream().filter(p -> p.isOf(name)).findFirst().orElseThrow();
  }

  long deadline(long limit) {
    long deadline = limit;
    for (int i = 0; i < all.size(); i++) deadline = Math.min(deadline, all.get(i).deadline());
    return deadline;
  }

  void tick(long now) {
    for (int i = 0; i < all.size(); i++) all.get(i).tick(now);
  }

  void close() {
    all.forEach(Probe::close);
  }
}

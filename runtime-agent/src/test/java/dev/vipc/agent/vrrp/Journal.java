package dev.vipc.agent.vrrp;

import java.util.ArrayList;
import java.util.List;

/** Writes down what a router does. */
final class Journal implements Actions {
  private final List<String> lines = new ArrayList<>();

  /** What was done since the last call. */
  List<String> take() {
    List<String> taken = List.copyOf(lines);
    lines.clear();
    return taken;
  }

  @Override
  public void advertise(int priority) {
    lines.add("advertise " + priority);
  }

  @Override
  public void hold() {
    lines.add("hold");
  }

  @Override
  public void release() {
    lines.add("release");
  }

  @Override
  public void announce() {
    lines.add("announce");
  }

  @Override
  public void changed(State from, State to, Cause cause) {
    lines.add(from.word() + " to " + to.word() + ": " + cause.words());
  }
}

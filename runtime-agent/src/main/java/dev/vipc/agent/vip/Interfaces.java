package dev.vipc.agent.vip;

import dev.vipc.agent.net.NetworkListener;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The interfaces that a plan names, kept up to date by what the kernel tells. */
final class Interfaces implements NetworkListener {
  private final List<Interface> all = new ArrayList<>();
  private long changes;
  private boolean dumping;
  private boolean lacksAddresses;

  /** The interface of a name, watched from now on; what is known of it comes with the next dump. */
  Interface named(String name) {
    for (Interface known : all) if (known.name().equals(name)) return known;
    var made = new Interface(name);
    all.add(made);
    return made;
  }

  /** Grows with every change of a watched interface. */
  long changes() {
    return changes;
  }

  @Override
  public void reset() {
    dumping = true;
    lacksAddresses = false;
    for (int i = 0; i < all.size(); i++) all.get(i).beginAnew();
  }

  @Override
  public void complete() {
    dumping = false;
    changes++;
    for (int i = 0; i < all.size(); i++) all.get(i).complete();
  }

  @Override
  public boolean lacksSomething() {
    return lacksAddresses;
  }

  @Override
  public void link(
      int index, boolean running, ByteBuffer message, int nameAt, int nameBytes, int macAt) {
    for (int i = 0; i < all.size(); i++) {
      Interface known = all.get(i);
      if (known.isNamed(message, nameAt, nameBytes)) {
        // one that got this name may have had addresses before
        lacksAddresses |= known.index() != index && !dumping;
        known.set(index, running, message, macAt);
        changes++;
      } else if (known.index() == index) {
        // it was given another name
        known.forget();
        changes++;
      }
    }
  }

  @Override
  public void linkGone(int index) {
    for (int i = 0; i < all.size(); i++)
      if (all.get(i).index() == index) {
        all.get(i).forget();
        changes++;
      }
  }

  @Override
  public void address(
      int index, boolean v6, long high, long low, int prefixLength, boolean usable, int mark) {
    for (int i = 0; i < all.size(); i++)
      if (all.get(i).index() == index) {
        all.get(i).put(v6, high, low, prefixLength, usable, mark);
        changes++;
      }
  }

  @Override
  public void addressGone(int index, boolean v6, long high, long low, int prefixLength) {
    for (int i = 0; i < all.size(); i++)
      if (all.get(i).index() == index) {
        all.get(i).remove(v6, high, low, prefixLength);
        changes++;
      }
  }
}

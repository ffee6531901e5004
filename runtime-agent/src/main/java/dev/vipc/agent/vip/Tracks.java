package dev.vipc.agent.vip;

import dev.vipc.agent.board.TrackState;
import dev.vipc.agent.vrrp.RouterSettings;
import java.util.List;

/**
 * What moves the address away from a virtual router. A positive weight counts while its track is
 * good, a negative one while it is bad, and a track without weight that is bad is a fault
 * (keepalived's vrrp_track.c).
 */
final class Tracks {
  /** No track. */
  static final int NONE = -1;

  private static final int LEAST = 1;
  private static final int MOST = RouterSettings.OWNER - 1;

  /** What a router tracks. */
  interface Track {
    int weight();

    TrackState state();

    /** Of the check or the interface. */
    String name();

    /** What was answered last, in a word. */
    String answer();

    record OfProbe(Probe probe, int weight) implements Track {
      @Override
      public String name() {
        return probe.check().name();
      }

      @Override
      public TrackState state() {
        return probe.state();
      }

      @Override
      public String answer() {
        return probe.answer();
      }
    }

    record OfInterface(Interface iface, int weight) implements Track {
      @Override
      public String name() {
        return iface.name();
      }

      @Override
      public TrackState state() {
        return iface.isRunning() ? TrackState.GOOD : TrackState.BAD;
      }

      @Override
      public String answer() {
        return iface.isRunning() ? "up" : "down";
      }
    }
  }

  private final int priority;
  private final Track[] tracks;

  /**
   * @param priority without anything tracked
   */
  Tracks(int priority, List<Track> tracks) {
    this.priority = priority;
    this.tracks = tracks.toArray(Track[]::new);
  }

  int count() {
    return tracks.length;
  }

  TrackState state(int track) {
    return tracks[track].state();
  }

  String name(int track) {
    return tracks[track].name();
  }

  String answer(int track) {
    return tracks[track].answer();
  }

  /** The effective priority: 1..254, or the owner's 255. */
  int effectivePriority() {
    if (priority == RouterSettings.OWNER) return priority;
    int sum = priority;
    for (Track track : tracks) {
      TrackState state = track.state();
      int weight = track.weight();
      if (weight > 0 && state == TrackState.GOOD || weight < 0 && state == TrackState.BAD)
        sum += weight;
    }
    return Math.clamp(sum, LEAST, MOST);
  }

  /**
   * The first track without weight that says that the address must not be here, or {@link #NONE}.
   *
   * @param unknown whether one that has not answered yet says so too
   */
  int fault(boolean unknown) {
    for (int i = 0; i < tracks.length; i++) {
      TrackState state = tracks[i].state();
      if (tracks[i].weight() == 0
          && (state == TrackState.BAD || unknown && state == TrackState.UNKNOWN)) return i;
    }
    return NONE;
  }
}

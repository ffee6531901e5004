package dev.vipc.agent.proxy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Smooth weighted round robin. Time is a position that moves on with every choice; a server of
 * share s among a total of t stands every t/s positions, and the first whose position has come is
 * chosen. One round is as many positions as the total; a server whose next position lies beyond it
 * waits for the next round, and rounds start with the heaviest, which spreads it best.
 *
 * <p>The order is that of HAProxy's fast weighted round robin (src/lb_fwrr.c), which its users
 * know.
 */
final class RoundRobin implements Balancer {
  private enum Where {
    /** Not usable. */
    NOWHERE,
    /** Has not been chosen in this round. */
    FRESH,
    /** Stands at a position of this round. */
    PLACED,
    /** Has had its share of this round. */
    NEXT_ROUND
  }

  /** The largest share that a server may have. */
  private static final int MOST_SHARE = 256 * Server.WEIGHT_SCALE;

  private static final int KEYS_PER_POSITION = 256;

  /** One server's place in the round. */
  private static final class Place {
    final Server server;
    Where where = Where.NOWHERE;
    int share;
    int last;
    int next;

    /** What the divisions of positions have left over, less than the share. */
    int remainder;

    int key;

    /** Among equal keys the one that came first is first. */
    long arrival;

    Place(Server server) {
      this.server = server;
    }
  }

  private final List<Place> places = new ArrayList<>();
  private final Map<Server, Place> placeOf = new HashMap<>();
  private int position;
  private int roundLength;

  /** The total of all shares, which the next round will be as long as. */
  private int total;

  private long arrivals;

  RoundRobin(List<Server> servers, long nowMillis) {
    for (Server server : servers) {
      Place place = new Place(server);
      places.add(place);
      placeOf.put(server, place);
      place.share = server.share(nowMillis);
      total += place.share;
      if (place.share > 0) byShare(place, Where.FRESH);
    }
    position = roundLength = total;
  }

  @Override
  public Optional<Server> next(int source, Optional<Server> avoided, long nowMillis) {
    List<Place> passedOver = new ArrayList<>(0);
    Optional<Place> chosen = Optional.empty();
    boolean turned = false;
    while (true) {
      if (roundLength == 0) position = roundLength = total;
      Optional<Place> due = due();
      if (due.isEmpty() && turned) break;
      if (due.isEmpty()) {
        turned = true;
        nextRound();
        continue;
      }
      Place place = due.get();
      moveOn(place);
      place.where = Where.NOWHERE;
      position++;
      if (place.server.hasRoom(nowMillis)) {
        boolean first = chosen.isEmpty();
        chosen = due;
        if (!first || avoided.isEmpty() || place.server != avoided.get()) break;
      }
      passedOver.add(place);
    }
    chosen.ifPresent(this::putBack);
    for (Place place : passedOver.reversed())
      if (chosen.isEmpty() || place != chosen.get()) {
        if (turned) byShare(place, Where.FRESH);
        else putBack(place);
      }
    return chosen.map(place -> place.server);
  }

  /** A placed server whose position has come, or else a fresh one, or else the next placed one. */
  private Optional<Place> due() {
    Optional<Place> placed = first(Where.PLACED);
    if (placed.isPresent() && placed.get().next <= position) return placed;
    Optional<Place> fresh = first(Where.FRESH);
    if (fresh.isEmpty()) return placed;
    fresh.get().next = 0;
    fresh.get().remainder = 0;
    return fresh;
  }

  private Optional<Place> first(Where where) {
    Place first = null;
    for (Place place : places)
      if (place.where == where
          && (first == null
              || place.key < first.key
              || (place.key == first.key && place.arrival < first.arrival))) first = place;
    return Optional.ofNullable(first);
  }

  private void nextRound() {
    for (Place place : places)
      place.where =
          switch (place.where) {
            case NEXT_ROUND -> Where.FRESH;
            case FRESH -> Where.NEXT_ROUND;
            case NOWHERE, PLACED -> place.where;
          };
    roundLength = total;
    position = total;
  }

  private void moveOn(Place place) {
    if (place.next == 0) place.next = position;
    place.last = place.next;
    place.next += total / place.share;
    place.remainder += total % place.share;
    if (place.remainder >= place.share) {
      place.remainder -= place.share;
      place.next++;
    }
  }

  private void putBack(Place place) {
    if (place.share == 0) place.where = Where.NOWHERE;
    else if (place.next >= 2 * roundLength || place.next >= roundLength + total) {
      place.next -= roundLength;
      byShare(place, Where.NEXT_ROUND);
    } else {
      place.key =
          KEYS_PER_POSITION * place.next
              + (MOST_SHARE + place.remainder - place.share) / Server.WEIGHT_SCALE;
      put(place, Where.PLACED);
    }
  }

  private void byShare(Place place, Where where) {
    place.key = MOST_SHARE - place.share;
    put(place, where);
  }

  private void put(Place place, Where where) {
    place.where = where;
    place.arrival = arrivals++;
  }

  @Override
  public void shareChanged(Server server, long nowMillis) {
    Place place = placeOf.get(server);
    int share = server.share(nowMillis);
    if (place == null || share == place.share) return;
    boolean wasUsable = place.share > 0;
    total += share - place.share;
    place.share = share;
    if (share == 0) place.where = Where.NOWHERE;
    else if (!wasUsable) comeBack(place);
    else if (place.where == Where.FRESH) byShare(place, Where.FRESH);
    else reposition(place);
  }

  /** It begins as far behind the position as its share is small. */
  private void comeBack(Place place) {
    place.next = position + (total + roundLength - position) / place.share;
    putBack(place);
  }

  private void reposition(Place place) {
    if (place.where == Where.NEXT_ROUND) place.next += roundLength;
    int before = place.next;
    int step = total / place.share;
    place.next = Math.min(place.last + step, before);
    place.remainder = 0;
    if (place.next < position + 2) place.next = position + step;
    putBack(place);
  }
}

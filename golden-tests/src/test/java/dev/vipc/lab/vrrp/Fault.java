package dev.vipc.lab.vrrp;

/** What happens to the first member, which holds the address, and what must follow. */
enum Fault {
  /** SIGKILL; then it starts again and takes the address back. */
  KILL {
    @Override
    void happen(Duel duel) {
      duel.first().kill();
      duel.awaitHolder(duel.second(), 5);
      duel.first().start();
      duel.awaitLeftBehindRemoved();
      duel.judgeFromNow();
      duel.awaitOnlyHolder(duel.first(), 6);
    }
  },
  /** SIGTERM: priority 0; then it starts again and takes the address back. */
  TERM {
    @Override
    void happen(Duel duel) {
      duel.judgeFromNow();
      duel.first().terminate();
      duel.awaitOnlyHolder(duel.second(), 3);
      duel.first().start();
      duel.awaitOnlyHolder(duel.first(), 6);
    }
  },
  /** The carrier goes and comes. */
  LINK {
    @Override
    void happen(Duel duel) {
      duel.judgeFromNow();
      duel.pullFirst();
      duel.awaitOnlyHolder(duel.second(), 6);
      duel.plugFirst();
      duel.awaitOnlyHolder(duel.first(), 7);
    }
  },
  /** What it tracks fails and recovers. */
  PRIORITY {
    @Override
    void happen(Duel duel) {
      duel.judgeFromNow();
      duel.stopWatched();
      duel.awaitOnlyHolder(duel.second(), 8);
      duel.startWatched();
      duel.awaitOnlyHolder(duel.first(), 8);
    }
  },
  /** It comes back and does not take the address back. */
  NO_PREEMPT {
    @Override
    void happen(Duel duel) {
      duel.first().kill();
      duel.awaitHolder(duel.second(), 5);
      duel.first().start();
      duel.awaitLeftBehindRemoved();
      duel.judgeFromNow();
      duel.stays(duel.second(), 6);
    }
  },
  /** It comes back and takes the address back after five seconds, and not sooner. */
  PREEMPT_DELAY {
    @Override
    void happen(Duel duel) {
      duel.first().kill();
      duel.awaitHolder(duel.second(), 5);
      duel.first().start();
      duel.awaitLeftBehindRemoved();
      duel.judgeFromNow();
      duel.stays(duel.second(), 5);
      duel.awaitOnlyHolder(duel.first(), 6);
    }
  },
  /** The two do not hear each other, then they do. */
  PARTITION {
    @Override
    void happen(Duel duel) {
      duel.partFirst();
      duel.awaitHolder(duel.second(), 5);
      duel.rejoinFirst();
      duel.judgeFromNow();
      duel.awaitOnlyHolder(duel.first(), 4);
      duel.stays(duel.first(), 2);
    }
  },
  /** It stands still for five seconds. */
  STOP {
    @Override
    void happen(Duel duel) {
      duel.first().running().hang();
      duel.awaitHolder(duel.second(), 5);
      duel.pause(1);
      duel.first().running().goOn();
      duel.judgeFromNow();
      duel.awaitOnlyHolder(duel.first(), 4);
      duel.stays(duel.first(), 2);
    }
  };

  abstract void happen(Duel duel);

  boolean preempts() {
    return this != NO_PREEMPT;
  }

  int preemptDelaySeconds() {
    return this == PREEMPT_DELAY ? 5 : 0;
  }

  boolean watches() {
    return this == PRIORITY;
  }

  /**
   * Whether keepalived with keepalived has two holders until the next advertisement is heard, for a
   * time that is random up to the interval.
   */
  boolean endsWithNextAdvertisement() {
    return this == PARTITION || this == STOP;
  }
}

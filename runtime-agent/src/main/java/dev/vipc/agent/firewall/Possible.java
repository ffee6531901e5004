package dev.vipc.agent.firewall;

import java.math.BigInteger;

/**
 * One of the values that an expression may have. A list of them is all that it may have; an empty
 * list says that the packet has no such thing, and then no match on it fits, not even {@code !=}
 * (nft(8), "PAYLOAD EXPRESSIONS").
 */
sealed interface Possible {
  /** Some number or address; both ends belong to it. */
  record Between(BigInteger least, BigInteger most) implements Possible {
    static Between only(long value) {
      return only(BigInteger.valueOf(value));
    }

    static Between only(BigInteger value) {
      return new Between(value, value);
    }

    boolean isOne() {
      return least.equals(most);
    }

    /** Whether a value that lies in here lies in the other one, too. */
    Answer in(Between other) {
      if (most.compareTo(other.least) < 0 || least.compareTo(other.most) > 0) return Answer.NO;
      return least.compareTo(other.least) >= 0 && most.compareTo(other.most) <= 0
          ? Answer.YES
          : Answer.MAYBE;
    }
  }

  /** A word, as nft writes it. */
  record Word(String text) implements Possible {}

  /** Nobody can tell. */
  record Anything() implements Possible {}
}

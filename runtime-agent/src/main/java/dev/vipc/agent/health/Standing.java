package dev.vipc.agent.health;

/**
 * The verdict on what is checked again and again: so many good answers in a row make it up, so many
 * bad ones make it down. The same counter as HAProxy's (src/check.c), where a server starts up but
 * one bad answer away from down, so that a dead one is noticed at once.
 *
 * @param rise how many good answers in a row make it up
 * @param fall how many bad answers in a row make it down
 * @param health 0 is down for certain, {@code rise} and above is up, {@code rise + fall - 1} is up
 *     for certain
 */
public record Standing(int rise, int fall, int health) {
  public Standing {
    if (rise < 1 || fall < 1 || health < 0 || health >= rise + fall)
      throw new IllegalArgumentException("rise " + rise + ", fall " + fall + ", health " + health);
  }

  /** Up, and down with the first bad answer. */
  public static Standing atStart(int rise, int fall) {
    return new Standing(rise, fall, rise);
  }

  /** Up, and down after {@code fall} bad answers. */
  public static Standing proven(int rise, int fall) {
    return new Standing(rise, fall, rise + fall - 1);
  }

  /** Down, and up after {@code rise} good answers. */
  public static Standing unproven(int rise, int fall) {
    return new Standing(rise, fall, 0);
  }

  public boolean isUp() {
    return health >= rise;
  }

  /** Whether the last answers agree with the verdict. */
  public boolean isCertain() {
    return health == 0 || health == best();
  }

  private int best() {
    return rise + fall - 1;
  }

  /** What stands after one more answer. */
  public Standing after(boolean passed) {
    return passed ? passed() : failed();
  }

  private Standing passed() {
    int next = Math.min(health + 1, best());
    return new Standing(rise, fall, next >= rise ? best() : next);
  }

  private Standing failed() {
    int next = Math.max(health - 1, 0);
    return new Standing(rise, fall, next < rise ? 0 : next);
  }

  /** How many of the answers that the other verdict takes have come in a row. */
  public int towardsChange() {
    return isUp() ? best() - health : health;
  }
}

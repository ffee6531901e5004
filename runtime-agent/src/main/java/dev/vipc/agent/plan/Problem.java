package dev.vipc.agent.plan;

/**
 * Something wrong in a plan.
 *
 * @param message what is wrong
 * @param help what to write instead
 */
public record Problem(Kind kind, Place place, String message, String help) {
  /** At which step it was found. */
  public enum Kind {
    /** The text is not JSON. */
    SYNTAX,
    /**
     * A field is unknown, missing, of another type, or out of its range: the schema says so too.
     */
    SHAPE,
    /** Fields that are right alone contradict each other, which a schema cannot say. */
    MEANING
  }

  /** Where it stands; both numbers begin at 1, columns count UTF-16 units. */
  public record Place(int line, int column) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      return line != other.line
          ? Integer.compare(line, other.line)
          : Integer.compare(column, other.column);
    }

    @Override
    public String toString() {
      return line + ":" + column;
    }
  }
}

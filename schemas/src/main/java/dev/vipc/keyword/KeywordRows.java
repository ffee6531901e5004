package dev.vipc.keyword;

/**
 * The rows of a keyword table as constants of a class, which the build makes from its YAML file: an
 * ahead-of-time cache holds constants as they are used, so that a run neither opens a jar nor reads
 * what it does not ask for.
 */
abstract class KeywordRows {
  /** The names of the places in the order of the file, one a line. */
  abstract String places();

  /** Which place has the name, counted from 0; -1 where none has. */
  abstract int place(String name);

  /**
   * The rows of a place in the order of the file, one a line: the word, a tab, the other fields as
   * they are written, separated by {@code ", "}.
   *
   * @param place counted from 0
   */
  abstract String lines(int place);

  /**
   * Where the words of a place are, as a hash table with open addressing and a power of two of
   * slots. A word's slot is the first from {@code hash ^ hash >>> 16} (of {@link String#hashCode},
   * modulo the slots) on that holds its place in {@link #lines} plus 1; an empty one is 0.
   *
   * @param place counted from 0
   */
  abstract String index(int place);
}

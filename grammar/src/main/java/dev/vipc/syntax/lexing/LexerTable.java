package dev.vipc.syntax.lexing;

/**
 * The automaton of a lexer as one table: a state and an ASCII character give the next state.
 *
 * <p>ANTLR works a lexer's automaton out while it reads, anew in each run. The table is worked out
 * once, from ANTLR, by a test, and read here; see docs/decisions/0003-lexer-tables.md. Its text has
 * a line for each state: the letter of its token type ({@code .} where no token ends), then a
 * letter for each of the 128 characters, which is the next state ({@code .} where there is none).
 */
public final class LexerTable {
  /** Letters count states and token types from here on. */
  static final char FIRST_LETTER = '0';

  /** How many characters the table tells apart. */
  static final int WIDTH = 128;

  private static final int NONE = -1;
  private final short[] next;
  private final byte[] accepts;

  private LexerTable(short[] next, byte[] accepts) {
    this.next = next;
    this.accepts = accepts;
  }

  /** The table that a text writes down. */
  public static LexerTable of(String text) {
    int states = text.length() / (WIDTH + 2);
    short[] next = new short[states * WIDTH];
    byte[] accepts = new byte[states];
    for (int state = 0, at = 0; state < states; state++, at++) {
      accepts[state] = (byte) Math.max(0, number(text.charAt(at++)));
      for (int c = 0; c < WIDTH; c++) next[state * WIDTH + c] = (short) number(text.charAt(at++));
    }
    return new LexerTable(next, accepts);
  }

  private static int number(char letter) {
    return letter == '.' ? NONE : letter - FIRST_LETTER;
  }

  /**
   * The longest token that begins at an offset. A character past ASCII is read as {@code x}: in
   * every language that is read so it is an ordinary character of a word.
   *
   * @return its type in the low 8 bits and its length above them; 0 where none begins
   */
  int match(char[] chars, int from, int to) {
    int state = 0;
    int found = 0;
    for (int at = from; at < to; at++) {
      char c = chars[at];
      state = next[state * WIDTH + (c < WIDTH ? c : 'x')];
      if (state < 0) return found;
      int type = accepts[state];
      if (type != 0) found = at + 1 - from << 8 | type;
    }
    return found;
  }
}

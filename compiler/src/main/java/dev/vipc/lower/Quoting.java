package dev.vipc.lower;

/** How a character of a raw word is quoted, as HAProxy and shells read quotes. */
enum Quoting {
  BARE,
  SINGLE,
  DOUBLE;

  /** The quoting in force at an offset of the raw text; a quote sign itself opens or closes. */
  static Quoting at(String raw, int offset) {
    Quoting state = BARE;
    for (int i = 0; i < Math.min(offset, raw.length()); i++) {
      char c = raw.charAt(i);
      if (c == '\\' && state != SINGLE) i++;
      else if (c == '\'' && state != DOUBLE) state = state == SINGLE ? BARE : SINGLE;
      else if (c == '"' && state != SINGLE) state = state == DOUBLE ? BARE : DOUBLE;
    }
    return state;
  }
}

package dev.vipc.agent.log;

/**
 * One event in logfmt, built in place and used again: {@code log.line().info("became-active")
 * .field("router", "api").field("vrid", 51).send()}. No call allocates. A line that is too long
 * loses its end.
 */
public final class Line {
  private static final int MOST_BYTES = 2048;

  /** Room for the end of the line and the quote that closes a value. */
  private static final int RESERVED = 2;

  private static final byte[] DIGITS = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private final Log log;
  private final String process;
  private final byte[] bytes = new byte[MOST_BYTES];
  private int length;

  Line(Log log, String process) {
    this.log = log;
    this.process = process;
  }

  /** Something that happens in the course of things. */
  public Line info(CharSequence event) {
    return begin("info", event);
  }

  /** Something that a person should look at. */
  public Line warning(CharSequence event) {
    return begin("warning", event);
  }

  /** Something that vipd could not do. */
  public Line error(CharSequence event) {
    return begin("error", event);
  }

  private Line begin(String level, CharSequence event) {
    length = 0;
    raw("time=");
    length = UtcTime.append(bytes, length, System.currentTimeMillis());
    raw(" level=");
    raw(level);
    return field("process", process).field("event", event);
  }

  public Line field(String name, CharSequence value) {
    name(name);
    boolean quoted = needsQuotes(value);
    if (quoted) put('"');
    for (int at = 0; at < value.length(); at++) at += character(value, at);
    if (quoted && length < MOST_BYTES - 1) bytes[length++] = '"';
    return this;
  }

  public Line field(String name, long value) {
    name(name);
    number(value);
    return this;
  }

  public Line field(String name, boolean value) {
    name(name);
    raw(value ? "true" : "false");
    return this;
  }

  /**
   * An address as it stands in a packet.
   *
   * @param from where it begins
   * @param count its bytes: 4 or 16; none is written for anything else
   */
  public Line address(String name, byte[] address, int from, int count) {
    name(name);
    if (count == 4) quad(address, from);
    else if (count == 16) groups(address, from);
    return this;
  }

  /** Hands the line over; the next event begins anew. */
  public void send() {
    bytes[length++] = '\n';
    log.put(bytes, length);
    length = 0;
  }

  private void name(String name) {
    put(' ');
    raw(name);
    put('=');
  }

  private static boolean needsQuotes(CharSequence value) {
    for (int at = 0; at < value.length(); at++) {
      char c = value.charAt(at);
      if (c <= ' ' || c == '"' || c == '=' || c == '\\') return true;
    }
    return value.length() == 0;
  }

  /** Returns how many characters it took beyond the first. */
  private int character(CharSequence value, int at) {
    char c = value.charAt(at);
    if (c == '"' || c == '\\') {
      put('\\');
      put(c);
    } else if (c == '\n') raw("\\n");
    else if (c < ' ' || c == 0x7f) put('?');
    else if (c < 0x80) put(c);
    else return wide(value, at);
    return 0;
  }

  private int wide(CharSequence value, int at) {
    int point = Character.codePointAt(value, at);
    if (length + 4 > MOST_BYTES - RESERVED) return 0;
    if (point < 0x800) put(0xc0 | point >> 6);
    else if (point < 0x10000) {
      put(0xe0 | point >> 12);
      put(0x80 | point >> 6 & 0x3f);
    } else {
      put(0xf0 | point >> 18);
      put(0x80 | point >> 12 & 0x3f);
      put(0x80 | point >> 6 & 0x3f);
    }
    put(0x80 | point & 0x3f);
    return Character.charCount(point) - 1;
  }

  private void number(long value) {
    if (value < 0) put('-');
    long rest = Math.abs(value);
    long power = 1;
    while (rest / power >= 10) power *= 10;
    for (; power > 0; power /= 10) put(DIGITS[(int) (rest / power % 10)]);
  }

  private void quad(byte[] address, int from) {
    for (int i = 0; i < 4; i++) {
      if (i > 0) put('.');
      number(address[from + i] & 0xff);
    }
  }

  /** Eight groups, none left out: exact, and simple to search for. */
  private void groups(byte[] address, int from) {
    for (int i = 0; i < 16; i += 2) {
      if (i > 0) put(':');
      int group = (address[from + i] & 0xff) << 8 | address[from + i + 1] & 0xff;
      int shift = 12;
      while (shift > 0 && group >> shift == 0) shift -= 4;
      for (; shift >= 0; shift -= 4) put(DIGITS[group >> shift & 15]);
    }
  }

  private void raw(String text) {
    for (int at = 0; at < text.length(); at++) put(text.charAt(at));
  }

  private void put(int b) {
    if (length < MOST_BYTES - RESERVED) bytes[length++] = (byte) b;
  }
}

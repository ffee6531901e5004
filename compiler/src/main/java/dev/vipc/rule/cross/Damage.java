package dev.vipc.rule.cross;

import java.util.Locale;

/** A kind of character that looks harmless and that programs read otherwise than people do. */
enum Damage {
  SPACE(
      "%s is no white space to the program: it belongs to the word beside it",
      "put a plain space in its place"),
  INVISIBLE("%s cannot be seen, yet it belongs to the word that it stands in", "remove it"),
  DASH("%s stands where a hyphen belongs", "write `-`, or `--` before a long option"),
  QUOTE("%s is no quote to the program: it becomes part of the word", "write `\"` or `'`"),
  FULL_WIDTH(
      "%s is a full-width sign: the program reads it as a letter of the word",
      "write the ASCII sign"),
  TAB("a tab indents this line, and YAML allows only spaces there", "indent with spaces"),
  CARRIAGE_RETURN_IN_SCRIPT(
      "the line ends with CR LF: the shell reads the CR as part of the last word, and the kernel does not find the interpreter that `#!` names",
      "write the file with LF line ends (`sed -i 's/\\r$//' FILE`)"),
  BYTE_ORDER_MARK(
      "the file begins with a byte order mark, which the program reads as part of the first word",
      "save the file as UTF-8 without a byte order mark"),
  DOUBLED_BACKSLASH(
      "two backslashes at the end of the line are one literal backslash: the command ends here and the next line is run by itself",
      "write one backslash"),
  FLATTENED(
      "the whole file is one line that begins with a comment sign: the program reads nothing of it",
      "break the text into its lines again");

  private final String message;
  private final String help;

  Damage(String message, String help) {
    this.message = message;
    this.help = help;
  }

  /** The message for a character of this kind. */
  String message(char c) {
    String name = Character.getName(c).toLowerCase(Locale.ROOT);
    return message.formatted("U+%04X (%s)".formatted((int) c, name));
  }

  String help() {
    return help;
  }

  /** Whether one text mends every place, so that no person has to choose. */
  boolean isMechanical() {
    return this == SPACE || this == INVISIBLE || this == BYTE_ORDER_MARK;
  }

  String replacement() {
    return this == SPACE ? " " : "";
  }
}

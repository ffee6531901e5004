package dev.vipc.template;

/** A stretch of a template, in UTF-16 offsets; comments are none. */
sealed interface Segment {
  int start();

  int end();

  /** Text that is written as it stands; white space that a tag takes is not in it. */
  record Text(int start, int end) implements Segment {}

  /** {@code {{ expression }}}. */
  record Output(int start, int end, String expression) implements Segment {}

  /** {@code {% keyword rest %}}. */
  record Block(int start, int end, String keyword, String rest) implements Segment {}
}

package dev.vipc.syntax.keepalived.reading;

import dev.vipc.source.Span;

/** A definition whose further lines are being read: each but the last ends in a backslash. */
final class PendingDefinition {
  private final String name;
  private final Span place;
  private final StringBuilder value = new StringBuilder();
  private boolean goesOn;
  private boolean multiline;

  PendingDefinition(String name, String firstLine, Span place) {
    this.name = name;
    this.place = place;
    goesOn = firstLine.endsWith("\\");
    multiline = goesOn;
    String text = withoutBackslash(firstLine);
    value.append(text);
    if (goesOn && !text.isEmpty()) value.append('\n');
  }

  String name() {
    return name;
  }

  Span place() {
    return place;
  }

  boolean goesOn() {
    return goesOn;
  }

  /** Adds a line; whether another one follows. */
  boolean add(TracedText line) {
    goesOn = line.text().endsWith("\\");
    String text = withoutBackslash(line.text());
    if (goesOn && !text.isEmpty()) value.append(text).append('\n');
    else if (!goesOn) {
      if (value.isEmpty()) multiline = false;
      value.append(text);
    }
    return goesOn;
  }

  Definitions.Definition definition() {
    return new Definitions.Definition(value.toString(), multiline && !value.isEmpty());
  }

  private String withoutBackslash(String line) {
    if (!line.endsWith("\\")) return line;
    return line.substring(0, line.length() - 1).stripTrailing();
  }
}

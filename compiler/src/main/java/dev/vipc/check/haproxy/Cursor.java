package dev.vipc.check.haproxy;

import dev.vipc.source.Span;
import dev.vipc.syntax.Word;
import java.util.List;

/** Goes over the words of a line from some index on. */
final class Cursor {
  private final List<Word> words;
  private int at;

  Cursor(List<Word> words, int at) {
    this.words = words;
    this.at = Math.min(at, words.size());
  }

  boolean atEnd() {
    return at >= words.size();
  }

  int index() {
    return at;
  }

  /** The next word; empty at the end of the line. */
  String peek() {
    return peek(0);
  }

  String peek(int ahead) {
    return at + ahead < words.size() ? words.get(at + ahead).value() : "";
  }

  String next() {
    String word = peek();
    at = Math.min(at + 1, words.size());
    return word;
  }

  void skip(int count) {
    at = Math.min(at + count, words.size());
  }

  /** Goes over the word if it is this one. */
  boolean take(String word) {
    if (atEnd() || !peek().equals(word)) return false;
    at++;
    return true;
  }

  /** Whether a condition begins here. */
  boolean atCondition() {
    return !atEnd() && (peek().equals("if") || peek().equals("unless"));
  }

  /** Whether nothing that an action could take follows. */
  boolean atActionEnd() {
    return atEnd() || atCondition();
  }

  /** The place of the next word; at the end of the line that of the last. */
  Span span() {
    return words.get(Math.min(at, words.size() - 1)).span();
  }

  /** The place of the word before. */
  Span lastSpan() {
    return words.get(Math.max(0, at - 1)).span();
  }

  /** From the next word to the end of the line. */
  Span rest() {
    return span().to(words.getLast().span());
  }

  List<Word> words() {
    return words;
  }
}

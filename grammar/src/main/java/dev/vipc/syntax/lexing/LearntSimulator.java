package dev.vipc.syntax.lexing;

import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.Lexer;
import org.antlr.v4.runtime.atn.LexerATNSimulator;
import org.antlr.v4.runtime.atn.PredictionContextCache;
import org.antlr.v4.runtime.dfa.DFAState;

/**
 * Matches a token along the transitions that ANTLR has already learnt, and leaves to ANTLR what is
 * new. It counts no lines and keeps no state for a step back, which is most of what ANTLR's own
 * loop does for a character.
 *
 * <p>For lexers with one mode and without actions.
 */
final class LearntSimulator extends LexerATNSimulator {
  private final SourceChars chars;

  LearntSimulator(Lexer lexer, SourceChars chars) {
    super(
        lexer, lexer.getATN(), lexer.getInterpreter().decisionToDFA, new PredictionContextCache());
    this.chars = chars;
  }

  @Override
  public int match(CharStream input, int mode) {
    DFAState state = decisionToDFA[mode].s0;
    if (state == null) return super.match(input, mode);
    int at = chars.index();
    int accepted = -1;
    int type = 0;
    for (int size = chars.size(); at < size; at++) {
      DFAState next = state.edges == null ? null : state.edges[chars.at(at)];
      if (next == null) return super.match(input, mode);
      if (next == ERROR) break;
      state = next;
      if (next.isAcceptState) {
        accepted = at + 1;
        type = next.prediction;
      }
    }
    if (accepted < 0) return super.match(input, mode);
    chars.seek(accepted);
    return type;
  }
}

package dev.vipc.syntax.lexing;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Lexer;
import org.antlr.v4.runtime.atn.ATNConfigSet;
import org.antlr.v4.runtime.atn.LexerATNSimulator;
import org.antlr.v4.runtime.atn.PredictionContextCache;
import org.antlr.v4.runtime.dfa.DFA;
import org.antlr.v4.runtime.dfa.DFAState;

/**
 * Works every transition of a lexer of one mode out, which ANTLR itself does only as text asks for
 * them.
 */
public final class WholeAutomaton extends LexerATNSimulator {
  private final List<DFAState> states = new ArrayList<>();
  private final StringBuilder table = new StringBuilder();

  private WholeAutomaton(Lexer lexer) {
    super(lexer, lexer.getATN(), freshDfas(lexer), new PredictionContextCache());
  }

  private static DFA[] freshDfas(Lexer lexer) {
    DFA[] dfas = new DFA[lexer.getATN().getNumberOfDecisions()];
    for (int i = 0; i < dfas.length; i++) dfas[i] = new DFA(lexer.getATN().getDecisionState(i), i);
    return dfas;
  }

  /** The lexer's table in the form that {@link LexerTable} reads. */
  public static String of(Lexer lexer) {
    return new WholeAutomaton(lexer).table();
  }

  private String table() {
    ATNConfigSet start = computeStartState(CharStreams.fromString(""), atn.modeToStartState.get(0));
    states.add(addDFAState(start));
    for (int i = 0; i < states.size(); i++) row(states.get(i));
    return table.toString();
  }

  private void row(DFAState state) {
    table.append(letter(state.isAcceptState ? state.prediction : -1));
    for (int c = 0; c < LexerTable.WIDTH; c++) {
      DFAState next = computeTargetState(CharStreams.fromString(""), state, c);
      table.append(letter(next == ERROR ? -1 : indexOf(next)));
    }
    table.append('\n');
  }

  private int indexOf(DFAState state) {
    if (!states.contains(state)) states.add(state);
    return states.indexOf(state);
  }

  private static char letter(int number) {
    if (number < 0) return '.';
    char letter = (char) (LexerTable.FIRST_LETTER + number);
    if (letter > '~') throw new IllegalStateException("more states than letters");
    return letter;
  }
}

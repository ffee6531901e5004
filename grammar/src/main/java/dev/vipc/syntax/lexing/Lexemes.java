package dev.vipc.syntax.lexing;

import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.Lexer;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenSource;
import org.antlr.v4.runtime.TokenStream;
import org.antlr.v4.runtime.misc.Interval;

/**
 * A lexer's tokens with one token of lookahead, so that a file of any size is read in a window of
 * two; it goes forward only.
 */
public final class Lexemes implements TokenStream {
  private final Lexer lexer;
  private final SourceChars chars;
  private final LearntSimulator simulator;
  private final int blank;
  private Token previous;
  private Token current;
  private int index;

  /**
   * @param lexer one whose rules match any text, without modes and actions
   * @param blank the type of the tokens that no rule of the parser wants to see
   */
  public Lexemes(Lexer lexer, SourceChars chars, int blank) {
    this.lexer = lexer;
    this.chars = chars;
    this.simulator = new LearntSimulator(lexer, chars);
    this.blank = blank;
    this.current = next();
    this.previous = current;
  }

  private Lexeme next() {
    while (chars.index() < chars.size()) {
      int start = chars.index();
      int type = simulator.match(chars, Lexer.DEFAULT_MODE);
      if (type != blank) return new Lexeme(type, start, chars.index() - 1);
    }
    return new Lexeme(Token.EOF, chars.size(), chars.size() - 1);
  }

  /**
   * Makes a parser quick whose grammar accepts every sequence of its lexer's tokens: it builds no
   * tree and never looks for a place to recover at.
   */
  public static <P extends Parser> P total(P parser) {
    parser.setBuildParseTree(false);
    parser.setErrorHandler(
        new DefaultErrorStrategy() {
          @Override
          public void sync(Parser recognizer) {}
        });
    return parser;
  }

  @Override
  public Token LT(int distance) {
    return switch (distance) {
      case 1 -> current;
      case -1 -> previous;
      default -> throw new UnsupportedOperationException("lookahead of " + distance);
    };
  }

  @Override
  public int LA(int distance) {
    return distance == 1 ? current.getType() : LT(distance).getType();
  }

  @Override
  public void consume() {
    previous = current;
    current = next();
    index++;
  }

  @Override
  public int index() {
    return index;
  }

  @Override
  public int mark() {
    return 0;
  }

  @Override
  public void release(int marker) {}

  @Override
  public TokenSource getTokenSource() {
    return lexer;
  }

  @Override
  public String getSourceName() {
    return chars.getSourceName();
  }

  @Override
  public Token get(int at) {
    throw new UnsupportedOperationException("forward only");
  }

  @Override
  public void seek(int at) {
    throw new UnsupportedOperationException("forward only");
  }

  @Override
  public int size() {
    throw new UnsupportedOperationException("forward only");
  }

  @Override
  public String getText() {
    throw new UnsupportedOperationException("forward only");
  }

  @Override
  public String getText(Interval interval) {
    throw new UnsupportedOperationException("forward only");
  }

  @Override
  public String getText(RuleContext context) {
    throw new UnsupportedOperationException("forward only");
  }

  @Override
  public String getText(Token start, Token stop) {
    throw new UnsupportedOperationException("forward only");
  }
}

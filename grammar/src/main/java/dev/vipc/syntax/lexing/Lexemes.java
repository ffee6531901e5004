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
  private final TokenSource source;
  private Token previous;
  private Token current;
  private int index;

  public Lexemes(Lexer lexer) {
    lexer.setTokenFactory(new Lexeme.Factory());
    this.source = lexer;
    this.current = lexer.nextToken();
    this.previous = current;
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
    return LT(distance).getType();
  }

  @Override
  public void consume() {
    previous = current;
    current = source.nextToken();
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
    return source;
  }

  @Override
  public String getSourceName() {
    return source.getSourceName();
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

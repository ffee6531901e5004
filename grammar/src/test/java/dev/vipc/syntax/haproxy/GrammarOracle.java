package dev.vipc.syntax.haproxy;

import java.util.List;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;

/** The lines of a haproxy.cfg as ANTLR's own lexer and parser read them from the grammars. */
public final class GrammarOracle {
  private GrammarOracle() {}

  /** The raw words of each line that has any, of a text without characters past ASCII. */
  public static List<List<String>> lines(String text) {
    var lexer = new HaproxyLexer(CharStreams.fromString(text));
    List<CommonToken> seen =
        lexer.getAllTokens().stream()
            .map(token -> new CommonToken((Token) token))
            .filter(token -> token.getType() != HaproxyLexer.BLANK)
            .toList();
    var parser = new HaproxyParser(new CommonTokenStream(new ListTokenSource(seen)));
    parser.setErrorHandler(new BailErrorStrategy());
    return parser.file().line().stream()
        .map(GrammarOracle::words)
        .filter(words -> !words.isEmpty())
        .toList();
  }

  private static List<String> words(HaproxyParser.LineContext line) {
    return line.children == null
        ? List.of()
        : line.children.stream()
            .map(node -> ((TerminalNode) node).getSymbol())
            .filter(token -> isWord(token.getType()))
            .map(Token::getText)
            .toList();
  }

  private static boolean isWord(int type) {
    return switch (type) {
      case HaproxyLexer.WORD, HaproxyLexer.QUOTED, HaproxyLexer.UNTERMINATED -> true;
      default -> false;
    };
  }
}

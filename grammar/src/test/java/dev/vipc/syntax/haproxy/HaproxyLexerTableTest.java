package dev.vipc.syntax.haproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vipc.syntax.lexing.WholeAutomaton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.antlr.v4.runtime.CharStreams;
import org.junit.jupiter.api.Test;

/** Holds the table to the grammar; {@code -Dvipc.tables=write} writes it anew. */
class HaproxyLexerTableTest {
  private static final Path SOURCE =
      Path.of("src/main/java/dev/vipc/syntax/haproxy/HaproxyLexerTable.java");
  private static final String QUOTES = "\"\"\"";

  @Test
  void theTableIsThatOfTheGrammar() throws IOException {
    String table = WholeAutomaton.of(new HaproxyLexer(CharStreams.fromString("")));
    String source = Files.readString(SOURCE);
    int from = source.indexOf(QUOTES) + QUOTES.length();
    int to = source.indexOf(QUOTES, from);
    if ("write".equals(System.getProperty("vipc.tables"))) {
      String block = "\n" + (table + QUOTES).indent(6).stripTrailing();
      Files.writeString(SOURCE, source.substring(0, from) + block + source.substring(to + 3));
    }
    assertEquals(table, HaproxyLexerTable.TEXT);
  }
}

package dev.vipc.syntax.lexing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vipc.syntax.haproxy.HaproxyLexer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.antlr.v4.runtime.CharStreams;
import org.junit.jupiter.api.Test;

/** Holds the tables to the grammars; {@code -Dvipc.tables=write} writes them anew. */
class LexerTableTest {
  private static final Path RESOURCES = Path.of("src/main/resources/dev/vipc/syntax");

  @Test
  void theTableOfHaproxyIsThatOfItsGrammar() throws IOException {
    Path file = RESOURCES.resolve("haproxy/lexer.table");
    String table = WholeAutomaton.of(new HaproxyLexer(CharStreams.fromString("")));
    if ("write".equals(System.getProperty("vipc.tables"))) Files.writeString(file, table);
    assertEquals(table, Files.readString(file));
  }
}

package dev.vipc.check.nginx;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.Statement.Block;
import dev.vipc.syntax.Word;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The lines of a {@code map} and of {@code types}, which are no directives. */
final class MapBlock {
  private static final Set<String> FLAGS = Set.of("hostnames", "volatile");

  private final Sink out;
  private final VariableUse variables;
  private final Map<String, Word> endings = new HashMap<>();

  /** One for each block that holds such blocks: several {@code types} in one add up. */
  MapBlock(Sink out, VariableUse variables) {
    this.out = out;
    this.variables = variables;
  }

  void check(Block block) {
    if (block.keyword().equals("types")) types(block);
    else if (block.keyword().equals("map")) map(block);
  }

  private void map(Block block) {
    Map<String, Word> keys = new HashMap<>();
    for (Statement line : block.body()) {
      List<Word> words = line.words();
      if (words.isEmpty() || line instanceof Block) {
        nested(line);
        continue;
      }
      Word key = words.getFirst();
      if (words.size() == 1 && FLAGS.contains(key.value()) || key.is("include")) continue;
      if (words.size() != 2) {
        out.error(
            NginxFindings.BAD_SETTING,
            key.span(),
            "this line of `map` has %s, and takes a value and what becomes of it"
                .formatted(words.size() == 1 ? "1 word" : words.size() + " words"),
            "write two, and put what has blanks in quotes");
        continue;
      }
      variables.entry(words);
      String text = key.value();
      boolean pattern = text.startsWith("~");
      if (pattern) Regex.check(key, text.substring(text.startsWith("~*") ? 2 : 1), out);
      Word first = pattern ? null : keys.putIfAbsent(text.toLowerCase(Locale.ROOT), key);
      if (first != null) again(key, first);
    }
  }

  private void again(Word key, Word first) {
    out.report(
        Diagnostic.of(
                NginxFindings.DUPLICATE,
                key.span(),
                "`%s` stands here again".formatted(key.value()))
            .also(first.span(), "first here")
            .help("delete one of the two"));
  }

  private void nested(Statement line) {
    if (line instanceof Block)
      out.error(
          NginxFindings.BAD_SETTING,
          line.span().file().span(line.span().start(), line.span().start() + 1),
          "no block may stand here",
          "look for a `;` or a `}` that is missing above");
  }

  /** nginx warns of an ending that two types have. */
  private void types(Block block) {
    for (Statement line : block.body()) {
      if (line instanceof Block || line.words().isEmpty()) {
        nested(line);
        continue;
      }
      if (line.keyword().equals("include")) continue;
      for (Word ending : line.words().subList(1, line.words().size())) {
        Word first = endings.putIfAbsent(ending.value().toLowerCase(Locale.ROOT), ending);
        if (first != null)
          out.report(
              Diagnostic.of(
                      NginxFindings.REDEFINED,
                      ending.span(),
                      "`%s` has two types".formatted(ending.value()))
                  .also(first.span(), "the first")
                  .help("delete one of the two"));
      }
    }
  }
}

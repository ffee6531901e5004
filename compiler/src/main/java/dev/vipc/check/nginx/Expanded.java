package dev.vipc.check.nginx;

import dev.vipc.diagnostic.Reporter;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.Document;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.Statement.Block;
import dev.vipc.syntax.Statement.Directive;
import dev.vipc.syntax.nginx.NginxSyntax;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A main file in which each {@code include} has given way to what it reads.
 *
 * @param documents the files, the main one first, each once
 * @param included absolute paths of the files that were read beside the main one
 * @param unread includes that found nothing, and why
 */
public record Expanded(
    List<Statement> statements,
    List<Document> documents,
    Set<String> included,
    List<Unread> unread) {
  private static final int MOST_DEPTH = 16;
  private static final int MOST_INCLUDES = 2_000;

  /** An include that found nothing. */
  public record Unread(Span place, String pattern, NginxIncludes.Problem problem) {}

  /**
   * Reads a file and all that it includes; what is wrong with their text is reported.
   *
   * @param change what to make of the tree of each file
   */
  public static Expanded of(SourceFile main, UnaryOperator<Document> change, Reporter out) {
    return new Reading(NginxIncludes.around(main), change, out).read(main);
  }

  private static final class Reading {
    private final NginxIncludes includes;
    private final UnaryOperator<Document> change;
    private final Reporter out;
    private final Map<SourceFile, Document> parsed = new HashMap<>();
    private final List<Document> documents = new ArrayList<>();
    private final Set<String> included = new LinkedHashSet<>();
    private final List<Unread> unread = new ArrayList<>();
    private int count;

    Reading(NginxIncludes includes, UnaryOperator<Document> change, Reporter out) {
      this.includes = includes;
      this.change = change;
      this.out = out;
    }

    Expanded read(SourceFile main) {
      List<Statement> all = expanded(parse(main).statements(), 0);
      return new Expanded(all, documents, included, unread);
    }

    private Document parse(SourceFile file) {
      Document known = parsed.get(file);
      if (known != null) return known;
      Document document = change.apply(NginxSyntax.parse(file, out));
      parsed.put(file, document);
      documents.add(document);
      return document;
    }

    private List<Statement> expanded(List<Statement> statements, int depth) {
      List<Statement> all = new ArrayList<>(statements.size());
      for (Statement statement : statements) {
        switch (statement) {
          case Block block ->
              all.add(new Block(block.words(), expanded(block.body(), depth), block.span()));
          case Directive line -> {
            if (line.keyword().equals("include") && line.words().size() == 2) {
              all.add(line);
              include(line, depth, all);
            } else all.add(line);
          }
        }
      }
      return all;
    }

    private void include(Directive line, int depth, List<Statement> all) {
      String pattern = line.words().get(1).value();
      if (depth == MOST_DEPTH || ++count > MOST_INCLUDES) return;
      NginxIncludes.Found found = includes.find(pattern);
      if (found.problem() != NginxIncludes.Problem.NONE)
        unread.add(new Unread(line.words().get(1).span(), pattern, found.problem()));
      for (SourceFile file : found.files()) {
        included.add(absolute(file.path()));
        all.addAll(expanded(parse(file).statements(), depth + 1));
      }
    }
  }

  private static String absolute(String path) {
    try {
      return Path.of(path).toAbsolutePath().normalize().toString();
    } catch (InvalidPathException _) {
      return path;
    }
  }
}

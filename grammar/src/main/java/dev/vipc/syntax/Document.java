package dev.vipc.syntax;

import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.List;

/**
 * A configuration file as a tree. Nothing of the text is lost: every character is in a word, in a
 * comment, or is white space or a brace between them.
 *
 * @param comments in file order, each from its sign to the end of its line, the line end excluded
 */
public record Document(SourceFile file, List<Statement> statements, List<Span> comments) {}

package dev.vipc.spec;

import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Lines of a program's own configuration, put verbatim at the end of a section of the emitted file.
 *
 * <p>The section is named as the emitted file names it: {@code global}, {@code defaults}, {@code
 * frontend NAME} and {@code backend NAME} of HAProxy, where NAME is the proxy's name; {@code
 * global_defs}, {@code vrrp_instance NAME}, {@code vrrp_script NAME} of keepalived, where NAME is
 * {@link RouterOnNode#name} or {@link Track#name}; {@code main}, {@code events}, {@code stream},
 * {@code http}, {@code upstream NAME} and {@code server NAME} of nginx; {@code bootstrap}, {@code
 * admin}, {@code static_resources}, {@code listeners}, {@code clusters}, {@code listener NAME},
 * {@code tcp_proxy NAME} and {@code cluster NAME} of Envoy. A section that the emitted file does
 * not have is added at its end, except for nginx and Envoy, which have no others.
 *
 * @param node the node whose file it is; absent: every node that runs the program
 */
public record Extra(
    Located<Program> program,
    Optional<Located<String>> node,
    Located<String> section,
    List<Located<String>> lines,
    Span span) {
  /** The lines as one text; a line of the spec may hold several of the program's. */
  public SourceFile text() {
    return new SourceFile(
        "carried lines",
        lines.stream().map(line -> line.value() + "\n").collect(Collectors.joining()));
  }

  /** The place in the spec of the line that an offset into the {@link #text} is in. */
  public Span placeOf(int offset) {
    int end = 0;
    for (Located<String> line : lines) {
      end += line.value().length() + 1;
      if (offset < end) return line.span();
    }
    return span;
  }

  public boolean isFor(Program wanted, SpecNode on) {
    return program.value() == wanted
        && node.map(name -> name.value().equals(on.name().value())).orElse(true);
  }
}

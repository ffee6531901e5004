package dev.vipc.emit.verify;

import dev.vipc.emit.ShellText;
import dev.vipc.spec.SpecNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A line of the script that calls one of its functions, every argument in quotes. */
final class Call {
  private Call() {}

  static String of(String function, String... arguments) {
    return Stream.concat(Stream.of(function), Stream.of(arguments).map(ShellText::word))
        .collect(Collectors.joining(" "));
  }

  /** Names of nodes hold no blank. */
  static String names(List<SpecNode> nodes) {
    return nodes.stream().map(node -> node.name().value()).collect(Collectors.joining(" "));
  }
}

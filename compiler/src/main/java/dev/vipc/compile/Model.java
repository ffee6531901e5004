package dev.vipc.compile;

import dev.vipc.model.Deployment;
import java.util.List;
import java.util.stream.Stream;

/**
 * What was read, before any rule ran.
 *
 * @param failures what kept vipc from reading an input, a line each
 * @param skipped files in folders that no format recognises
 */
public record Model(
    List<Deployment> deployments,
    List<LintResult.ReadFile> files,
    List<String> failures,
    int skipped) {
  static Model failed(String why) {
    return new Model(List.of(), List.of(), List.of(why), 0);
  }

  /** The same with more that kept vipc from its work. */
  Model failing(List<String> more) {
    if (more.isEmpty()) return this;
    List<String> all = Stream.concat(failures.stream(), more.stream()).toList();
    return new Model(deployments, files, all, skipped);
  }
}

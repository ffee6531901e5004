package dev.vipc.emit;

import dev.vipc.spec.Vrrp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where passwords come from.
 *
 * @param environment the variables of the build
 * @param folder the spec's folder, which the files of the spec are relative to
 */
public record Passwords(Map<String, String> environment, Path folder) {
  /** The password, or why there is none. */
  public sealed interface Found {
    record Password(String text) implements Found {}

    record Missing(String why) implements Found {}
  }

  public Found find(Vrrp.Password password) {
    return switch (password) {
      case Vrrp.Password.Literal(var text, _) -> new Found.Password(text);
      case Vrrp.Password.Env(var variable, _) ->
          Optional.ofNullable(environment.get(variable))
              .<Found>map(Found.Password::new)
              .orElseGet(
                  () ->
                      new Found.Missing(
                          "the environment variable `%s` is not set".formatted(variable)));
      case Vrrp.Password.File(var path, _) -> inFile(path);
    };
  }

  /** The file's first line. */
  private Found inFile(String path) {
    try (var lines = Files.lines(folder.resolve(path), StandardCharsets.ISO_8859_1)) {
      String first = lines.findFirst().orElse("");
      return new Found.Password(
          new String(first.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    } catch (IOException _) {
      return new Found.Missing("the file `%s` cannot be read".formatted(path));
    }
  }
}

package dev.vipc.emit;

import dev.vipc.source.SopsText;
import dev.vipc.source.Utf8;
import dev.vipc.spec.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Finds the secrets of one build, each once, and knows afterwards what may not be shown. Not safe
 * for use by several threads.
 */
public final class Secrets {
  /** More than any password, token or key has. */
  static final int MOST_OCTETS = 64 * 1024;

  /** A secret, or why there is none. */
  public sealed interface Found {
    /** One line of at least one character. */
    record Text(String text) implements Found {
      @Override
      public String toString() {
        return "Text[********]";
      }
    }

    record Missing(String why, String help) implements Found {}
  }

  private final Map<String, String> environment;
  private final Path folder;
  private final SecretCommand commands;
  private final Map<String, Found> found = new HashMap<>();
  private final Set<String> texts = new LinkedHashSet<>();

  /**
   * @param environment the variables of the build
   * @param folder the spec's folder, which its files are relative to and its commands run in
   */
  public Secrets(Map<String, String> environment, Path folder) {
    this.environment = environment;
    this.folder = folder;
    this.commands = new SecretCommand(folder);
  }

  /** Reads the variable or the file, or runs the command; the second time it only remembers. */
  public Found find(Secret secret) {
    return switch (secret) {
      case Secret.Literal(var text, _) -> known(oneLine(text, "the literal"));
      case Secret.Env(var variable, _) ->
          remembered("env " + variable, () -> inEnvironment(variable));
      case Secret.File(var path, _) -> remembered("file " + path, () -> inFile(path));
      case Secret.Encrypted _ ->
          new Found.Missing(
              "this value is encrypted by SOPS",
              "keep it in a file of its own, and write"
                  + " `{ command: \"sops -d --extract '[\\\"KEY\\\"]' FILE\" }`");
      case Secret.Command(var line, _) -> remembered("command " + line, () -> printedBy(line));
    };
  }

  /** Every secret that was found so far. */
  public Set<String> texts() {
    return Collections.unmodifiableSet(texts);
  }

  private Found remembered(String source, Supplier<Found> search) {
    Found earlier = found.get(source);
    if (earlier != null) return earlier;
    Found now = known(search.get());
    found.put(source, now);
    return now;
  }

  /** Takes note of a secret that was found elsewhere. */
  void hide(String text) {
    texts.add(text);
  }

  private Found known(Found now) {
    if (now instanceof Found.Text(var text)) texts.add(text);
    return now;
  }

  private Found inEnvironment(String variable) {
    return Optional.ofNullable(environment.get(variable))
        .map(text -> oneLine(text, "the environment variable `%s`".formatted(variable)))
        .orElseGet(
            () ->
                new Found.Missing(
                    "the environment variable `%s` is not set".formatted(variable),
                    "set it, or say where else the secret is"));
  }

  private Found inFile(String path) {
    try (InputStream in = Files.newInputStream(folder.resolve(path))) {
      String text = Utf8.decode(in.readNBytes(MOST_OCTETS));
      return SopsText.isEncrypted(text)
          ? new Found.Missing(
              "the file `%s` is encrypted by SOPS".formatted(path),
              "write `{ command: \"sops -d --extract '[\\\"KEY\\\"]' %s\" }`".formatted(path))
          : firstLine(text, "the file `%s`".formatted(path));
    } catch (IOException | InvalidPathException _) {
      return new Found.Missing(
          "the file `%s` cannot be read".formatted(path),
          "name a file that can be read; the path is relative to the spec");
    }
  }

  private Found printedBy(String line) {
    return switch (commands.run(line)) {
      case SecretCommand.Result.Printed(var text) -> firstLine(text, "the command's output");
      case SecretCommand.Result.Failed(var why) ->
          new Found.Missing(why, "run it by hand in the spec's folder: its output is the secret");
    };
  }

  private static Found firstLine(String text, String what) {
    return oneLine(text.lines().findFirst().orElse(""), what);
  }

  private static Found oneLine(String text, String what) {
    if (text.isEmpty())
      return new Found.Missing(what + " is empty", "a secret has at least one character");
    return new Found.Text(text);
  }
}

package dev.vipc.agent;

import dev.vipc.agent.plan.PlanReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * {@code vipd train}: the run that the launcher records into the ahead-of-time cache of the
 * commands after a build.
 */
final class TrainCommand implements Command {
  @Override
  public int run(List<String> arguments, Terminal terminal) {
    try (InputStream in =
        Objects.requireNonNull(TrainCommand.class.getResourceAsStream("training-plan.json"))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      PlanReader.read(text).problems().forEach(terminal.err()::println);
      PlanReader.read(text.replace("51", "0")).problems().forEach(terminal.out()::println);
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

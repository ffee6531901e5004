package dev.vipc.agent.health;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program must exit with 0; it is run as it is, without a shell, and its output is not read. */
record ScriptProbe(List<String> command) implements Probe {
  @Override
  public Outcome ask(Duration timeout) throws InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException _) {
      return Outcome.failed("cannot run " + command.getFirst());
    }
    try {
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS))
        return Outcome.failed("no end within " + timeout.toMillis() + " ms");
      int status = process.exitValue();
      String detail = "exit status " + status;
      return status == 0 ? Outcome.passed(detail) : Outcome.failed(detail);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}

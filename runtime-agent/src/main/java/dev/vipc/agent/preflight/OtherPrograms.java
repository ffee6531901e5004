package dev.vipc.agent.preflight;

import dev.vipc.agent.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Whether another program that speaks VRRP runs on this node: it hears nothing of what vipd sends
 * from the same machine, nor vipd of it, so that both would hold the address here.
 */
public final class OtherPrograms {
  private static final String KEEPALIVED = "keepalived";

  private OtherPrograms() {}

  static List<Finding> look(Plan plan) {
    if (plan.virtualRouters().isEmpty()) return List.of();
    return running()
        .map(
            program ->
                List.of(
                    Finding.warning(
                        program + " runs here",
                        "if it has a virtual router of this plan, stop it before vipd starts (`systemctl disable --now keepalived`): both would hold the address, and neither hears the other")))
        .orElseGet(List::of);
  }

  /** Its name and process ID; of processes of the same network namespace, as far as can be seen. */
  public static Optional<String> running() {
    return ProcessHandle.allProcesses()
        .filter(process -> isNamed(process.pid()) && isOfThisNetwork(process.pid()))
        .findFirst()
        .map(process -> "%s (process %d)".formatted(KEEPALIVED, process.pid()));
  }

  private static boolean isNamed(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/comm")).strip().equals(KEEPALIVED);
    } catch (IOException _) {
      return false; // it has ended
    }
  }

  private static boolean isOfThisNetwork(long pid) {
    try {
      return network(String.valueOf(pid)).equals(network("self"));
    } catch (IOException _) {
      return true; // of another user's process this one may not know
    }
  }

  private static Path network(String process) throws IOException {
    return Files.readSymbolicLink(Path.of("/proc", process, "ns", "net"));
  }
}

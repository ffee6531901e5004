package dev.vipc.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The run that the launcher records into its ahead-of-time cache after a build: the usual commands
 * over a folder of samples, mistakes on the command line included, and one large file so that the
 * JVM's profile knows the hot paths.
 */
public final class Training {
  private static final int SERVERS = 40_000;

  private Training() {}

  /**
   * @param arguments the folder of samples
   */
  public static void main(String[] arguments) throws IOException {
    String samples = arguments[0];
    Console console = Console.nobody();
    Path large = Files.createTempDirectory("vipc-training").resolve("haproxy.cfg");
    try {
      Files.writeString(large, largeConfiguration());
      Main.run(console, "--no-such-option");
      Main.run(console, "lint", samples);
      Main.run(console, "lint", "--fail-on", "warning", samples);
      Main.run(console, "lint", "--format", "json", "--target", "haproxy=2.6", samples);
      Main.run(console, "lint", "--as", "no-such-kind", samples);
      Main.run(console, "lint", large.toString());
      Main.run(console, "lint", large.toString());
      Main.run(console, "check", "--program", "haproxy", large.toString());
      Main.run(console, "explain", "KA003");
      Main.run(console, "rules");
    } finally {
      Files.deleteIfExists(large);
      Files.deleteIfExists(large.getParent());
    }
  }

  private static String largeConfiguration() {
    StringBuilder text = new StringBuilder("defaults\n  mode tcp\n  timeout connect 5s\n");
    text.append(
        "  timeout client 1h\n  timeout server 1h\n\nfrontend all\n  bind 127.0.0.1:8080\n");
    for (int i = 0; i < SERVERS; i += 100)
      text.append("  use_backend b%d if { src 10.%d.0.0/16 }\n".formatted(i, i % 250));
    for (int i = 0; i < SERVERS; i++) {
      if (i % 10 == 0)
        text.append("\nbackend b%d\n  balance leastconn # even\n  option tcp-check\n".formatted(i));
      text.append(
          "  server s%d 10.0.%d.%d:6443 check inter 2s\n".formatted(i, i / 250 % 250, i % 250));
    }
    return text.toString();
  }
}

package dev.vipc.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version that the build wrote. */
public final class Release {
  private static final String RESOURCE = "/dev/vipc/cli/version.properties";

  private Release() {}

  /** Such as {@code 0.1.0}. */
  public static String number() {
    try (InputStream in = Release.class.getResourceAsStream(RESOURCE)) {
      Properties properties = new Properties();
      if (in != null) properties.load(in);
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE, e);
    }
  }
}

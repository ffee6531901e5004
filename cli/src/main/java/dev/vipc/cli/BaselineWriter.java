package dev.vipc.cli;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.settings.Codes;
import dev.vipc.settings.silence.Baseline;
import dev.vipc.settings.silence.Fingerprints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.json.JSONObject;

/** Writes findings as accepted, a line each, so that version control shows what changes. */
final class BaselineWriter {
  private static final String ABOUT_ACCEPTING = "CFG";
  private static final String STANDARD_REASON = "found before the baseline was written";

  private BaselineWriter() {}

  /** The number of findings written; faults of accepting itself are not among them. */
  static int write(List<Diagnostic> findings, Path file, Optional<String> reason)
      throws IOException {
    Path folder = Baseline.folderOf(file);
    Fingerprints fingerprints = new Fingerprints();
    List<String> lines = new ArrayList<>();
    for (Diagnostic finding : findings)
      if (!Codes.area(finding.rule()).equals(ABOUT_ACCEPTING))
        lines.add("    " + entry(finding, folder, fingerprints.of(finding)));
    String text =
        """
        {
          "version": 1,
          "reason": %s,
          "findings": [%s]
        }
        """
            .formatted(
                JSONObject.quote(reason.orElse(STANDARD_REASON)),
                lines.isEmpty() ? "" : "\n" + String.join(",\n", lines) + "\n  ");
    SafeWrite.replace(file, text.getBytes(StandardCharsets.UTF_8));
    return lines.size();
  }

  private static String entry(Diagnostic finding, Path folder, String fingerprint) {
    return "{\"code\": %s, \"file\": %s, \"fingerprint\": %s, \"message\": %s}"
        .formatted(
            JSONObject.quote(finding.rule().code()),
            JSONObject.quote(Baseline.name(folder, finding.span().file().path())),
            JSONObject.quote(fingerprint),
            JSONObject.quote(finding.message()));
  }
}

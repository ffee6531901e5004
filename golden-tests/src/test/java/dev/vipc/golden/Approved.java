package dev.vipc.golden;

import java.io.File;
import java.nio.file.Path;
import org.approvaltests.Approvals;
import org.approvaltests.core.Options;
import org.approvaltests.namer.ApprovalNamer;
import org.approvaltests.reporters.QuietReporter;

/** Compares text with a {@code NAME.approved.txt} that lies in a case's own folder. */
final class Approved {
  private Approved() {}

  /**
   * Fails, and leaves {@code NAME.received.txt} beside the approved file, where the text differs.
   */
  static void verify(Path folder, String name, String text) {
    Approvals.verify(
        text,
        new Options(new QuietReporter()).forFile().withNamer(new CaseNamer(folder.toFile(), name)));
  }

  private record CaseNamer(File folder, String name) implements ApprovalNamer {
    @Override
    public File getApprovedFile(String extension) {
      return new File(folder, name + ".approved" + extension);
    }

    @Override
    public File getReceivedFile(String extension) {
      return new File(folder, name + ".received" + extension);
    }

    @Override
    public ApprovalNamer addAdditionalInformation(String more) {
      return new CaseNamer(folder, name + "." + more);
    }

    @Override
    public String getAdditionalInformation() {
      return "";
    }

    @Override
    public String getApprovalName() {
      return name;
    }

    @Override
    public String getSourceFilePath() {
      return folder + File.separator;
    }
  }
}

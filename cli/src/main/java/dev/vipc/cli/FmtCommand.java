package dev.vipc.cli;

import dev.vipc.cli.report.Report;
import dev.vipc.compile.LintResult;
import dev.vipc.convert.kubeadm.KubeadmConversion;
import dev.vipc.convert.kubeadm.KubeadmConversion.Converted;
import dev.vipc.model.KubeadmVersion;
import dev.vipc.source.SopsText;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Unreadable;
import dev.vipc.source.Utf8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vipc fmt --to kubeadm=VERSION}: the same configuration in another version's form. */
@Command(
    name = "fmt",
    description = "Write a configuration in the form of another version of its program.")
final class FmtCommand implements Callable<Integer> {
  private static final String PREFIX = "kubeadm=";

  /** Far above any configuration; each step of the chain reads the text anew. */
  private static final int MOST_CHARACTERS = 4_000_000;

  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "The files; - reads standard input.")
  private List<String> paths = List.of();

  @Option(
      names = "--to",
      paramLabel = "kubeadm=VERSION",
      description =
          "The form to write: kubeadm=v1beta1, v1beta2, v1beta3 or v1beta4 (from v1alpha3 on).")
  private @Nullable String to;

  @Option(
      names = "--write",
      description = "Edit the files in place (default: print to standard output).")
  private boolean write;

  /** Set by picocli before {@link #call}. */
  @SuppressWarnings("NullAway.Init")
  FmtCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    KubeadmVersion target = target();
    if (write && paths.contains("-"))
      throw wrong("--write: standard input has no place to write to");
    Inputs.Named inputs = Inputs.named(paths);
    int status = ExitStatus.CLEAN;
    List<Converted> printed = new ArrayList<>();
    for (Path path : inputs.files()) status = Math.max(status, file(path, target, printed));
    for (SourceFile text : inputs.texts())
      status = Math.max(status, convert(text, target, printed));
    print(printed);
    return status;
  }

  private KubeadmVersion target() {
    if (to == null)
      throw wrong("fmt: say what to write: --to kubeadm=VERSION; it is the only form so far");
    Optional<KubeadmVersion> version =
        to.startsWith(PREFIX) ? KubeadmVersion.of(to.substring(PREFIX.length())) : Optional.empty();
    return version
        .filter(found -> found.compareTo(KubeadmVersion.V1ALPHA3) > 0)
        .orElseThrow(
            () ->
                wrong(
                    "--to %s: not one of kubeadm=v1beta1, kubeadm=v1beta2, kubeadm=v1beta3, kubeadm=v1beta4"
                        .formatted(to)));
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private int file(Path path, KubeadmVersion target, List<Converted> printed) throws IOException {
    Inputs.Text text = Inputs.read(path);
    return switch (text) {
      case Inputs.Text.Unreadable(String why) -> {
        console.complain(why);
        yield ExitStatus.FAILED;
      }
      case Inputs.Text.Read(SourceFile file) -> {
        int before = printed.size();
        int status = convert(file, target, printed);
        if (write && printed.size() > before) {
          status = Math.max(status, write(path, file.text(), printed.removeLast().text()));
        }
        yield status;
      }
    };
  }

  private int convert(SourceFile file, KubeadmVersion target, List<Converted> printed) {
    if (file.text().length() > MOST_CHARACTERS) {
      console.complain(
          "%s: %d characters are too many for one configuration (at most %d)"
              .formatted(file.path(), file.text().length(), MOST_CHARACTERS));
      return ExitStatus.FAILED;
    }
    if (SopsText.isEncrypted(file.text())) {
      console.complain(file.path() + ": is encrypted by SOPS, and passed through as it is");
      printed.add(new Converted(file.text(), List.of()));
      return ExitStatus.CLEAN;
    }
    Converted converted = KubeadmConversion.convert(file, target);
    printed.add(converted);
    if (!converted.notes().isEmpty())
      Report.of(Report.Format.text, false)
          .write(LintResult.ofOne(file, "kubeadm", converted.notes()), console.err());
    return converted.isIncomplete() ? ExitStatus.FINDINGS : ExitStatus.CLEAN;
  }

  /** Beside the file and then in its place, so that it is never half written. */
  private int write(Path path, String old, String text) {
    if (text.equals(old)) return ExitStatus.CLEAN;
    try {
      Path real = path.toRealPath();
      Path beside = Files.createTempFile(real.getParent(), ".vipc-", ".tmp");
      try {
        Files.copy(
            real, beside, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        Files.write(beside, Utf8.encode(text));
        Files.move(beside, real, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(beside);
      }
      return ExitStatus.CLEAN;
    } catch (IOException e) {
      console.complain(Unreadable.why(path.toString(), e));
      return ExitStatus.FAILED;
    }
  }

  /** One after the other, as documents of one stream. */
  private void print(List<Converted> printed) {
    for (int at = 0; at < printed.size(); at++) {
      String text = printed.get(at).text();
      if (at > 0 && !text.startsWith("---")) console.out().print("---\n");
      console.out().print(text);
      if (at < printed.size() - 1 && !text.endsWith("\n")) console.out().print("\n");
    }
  }
}

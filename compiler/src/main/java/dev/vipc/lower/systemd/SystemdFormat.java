package dev.vipc.lower.systemd;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.lower.Format;
import dev.vipc.model.Parts;
import dev.vipc.model.SystemdUnit;
import dev.vipc.model.SystemdUnit.Line;
import dev.vipc.model.Targets;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.unit.UnitSyntax;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** Services of systemd, and drop-ins for them ({@code kubelet.service.d/10-kubeadm.conf}). */
@AutoService(Format.class)
public final class SystemdFormat implements Format {
  private static final String SERVICE = ".service";
  private static final String DROP_IN = ".service.d";
  private static final Pattern HEAD =
      Pattern.compile("(?m)^\\[Service\\][ \\t]*\\r?$|^\\[Unit\\][ \\t]*\\r?$");

  @Override
  public String kind() {
    return "systemd-unit";
  }

  @Override
  public boolean belongsToNode() {
    return true;
  }

  @Override
  public boolean mayBe(String fileName) {
    return fileName.endsWith(SERVICE) || fileName.endsWith(".conf");
  }

  @Override
  public int recognises(SourceFile file) {
    if (!HEAD.matcher(file.text()).find()) return 0;
    return name(file).endsWith(SERVICE) || folder(file).endsWith(DROP_IN) ? 2 : 1;
  }

  @Override
  public List<RuleMeta> metas() {
    return List.of();
  }

  @Override
  public Parts read(SourceFile file, Targets targets, Reporter out) {
    List<Line> lines =
        UnitSyntax.parse(file, out).stream()
            .map(line -> new Line(line.section(), line.key(), line.value(), line.words()))
            .toList();
    boolean dropIn = !name(file).endsWith(SERVICE);
    return Parts.of(
        new SystemdUnit(file, dropIn ? extended(file, lines) : name(file), dropIn, lines));
  }

  /** The unit that a drop-in is for: its folder says so, or else the program that it starts. */
  private static String extended(SourceFile file, List<Line> lines) {
    String folder = folder(file);
    if (folder.endsWith(DROP_IN)) return folder.substring(0, folder.length() - 2);
    return lines.stream()
            .filter(line -> line.key().value().equals("ExecStart"))
            .map(line -> SystemdUnit.program(line).map(Located::value).orElse(null))
            .filter(Objects::nonNull)
            .findFirst()
            .orElse("")
        + SERVICE;
  }

  private static String name(SourceFile file) {
    return file.path().substring(file.path().lastIndexOf('/') + 1);
  }

  private static String folder(SourceFile file) {
    String path = file.path();
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(path.lastIndexOf('/', slash - 1) + 1, slash);
  }
}

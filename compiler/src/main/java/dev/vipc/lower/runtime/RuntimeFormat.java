package dev.vipc.lower.runtime;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.lower.Format;
import dev.vipc.model.ContainerRuntime;
import dev.vipc.model.ContainerRuntime.Program;
import dev.vipc.model.Parts;
import dev.vipc.model.Setting;
import dev.vipc.model.Targets;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** containerd's {@code config.toml} and CRI-O's {@code crio.conf}. */
@AutoService(Format.class)
public final class RuntimeFormat implements Format {
  private static final Pattern CONTAINERD =
      Pattern.compile(
          "(?m)^[ \\t]*\\[+[ \\t]*(?:plugins[.\\]\\s]|grpc\\s*]|timeouts\\s*])|^[ \\t]*disabled_plugins\\s*=");
  private static final Pattern CRI_O =
      Pattern.compile("(?m)^[ \\t]*\\[[ \\t]*crio(?=[.\\s\\]])[.\\w]*[ \\t]*]");

  @Override
  public String kind() {
    return "container-runtime";
  }

  @Override
  public boolean belongsToNode() {
    return true;
  }

  @Override
  public boolean mayBe(String fileName) {
    return fileName.endsWith(".toml") || fileName.startsWith("crio") || isDropIn(fileName);
  }

  /** CRI-O's own are named {@code 00-default.conf}, {@code 10-crio.conf} … */
  private static boolean isDropIn(String fileName) {
    return fileName.matches("\\d\\d-[\\w.-]*\\.conf");
  }

  @Override
  public int recognises(SourceFile file) {
    return program(file).isPresent() ? 1 : 0;
  }

  private Optional<Program> program(SourceFile file) {
    String name = file.path().substring(file.path().lastIndexOf('/') + 1);
    if (!mayBe(name)) return Optional.empty();
    if (CRI_O.matcher(file.text()).find()) return Optional.of(Program.CRI_O);
    boolean toml = name.equals("config.toml") || file.text().contains("io.containerd");
    return toml && CONTAINERD.matcher(file.text()).find()
        ? Optional.of(Program.CONTAINERD)
        : Optional.empty();
  }

  @Override
  public List<RuleMeta> metas() {
    return List.of();
  }

  @Override
  public Parts read(SourceFile file, Targets targets, Reporter out) {
    TomlLines lines = new TomlLines(file);
    Program program = program(file).orElse(Program.CONTAINERD);
    Setting<Boolean> systemd =
        switch (program) {
          case CONTAINERD -> containerd(lines);
          case CRI_O ->
              setting(lines.find("crio.runtime", "cgroup_manager"), "\"systemd\"", "\"cgroupfs\"");
        };
    boolean asked =
        program == Program.CRI_O
            || lines.find("", "version").filter(v -> v.value().equals("3")).isPresent();
    return Parts.of(new ContainerRuntime(program, systemd, asked, firstLine(file)));
  }

  /** In a table of runc's options; before version 2 of the file in that of the whole plugin. */
  private static Setting<Boolean> containerd(TomlLines lines) {
    Optional<Located<String>> imports =
        lines.find("", "imports").filter(i -> !i.value().equals("[]"));
    Optional<Located<String>> own =
        lines
            .find("runc.options", "SystemdCgroup")
            .or(() -> lines.find("plugins.cri", "systemd_cgroup"));
    if (own.isEmpty() && imports.isPresent()) return Setting.unknown(imports.get().span());
    return setting(own, "true", "false");
  }

  private static Setting<Boolean> setting(Optional<Located<String>> text, String yes, String no) {
    if (text.isEmpty()) return Setting.unset();
    Located<String> value = text.get();
    if (value.value().equals(yes)) return Setting.of(true, value.span());
    return value.value().equals(no)
        ? Setting.of(false, value.span())
        : Setting.unknown(value.span());
  }

  private static Span firstLine(SourceFile file) {
    int newline = file.text().indexOf('\n');
    return file.span(0, newline < 0 ? file.text().length() : newline);
  }
}

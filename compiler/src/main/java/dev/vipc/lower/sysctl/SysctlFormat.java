package dev.vipc.lower.sysctl;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.lower.Format;
import dev.vipc.model.Part;
import dev.vipc.model.Parts;
import dev.vipc.model.SysctlSetting;
import dev.vipc.model.Targets;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code /etc/sysctl.conf} and the files of {@code /etc/sysctl.d}. */
@AutoService(Format.class)
public final class SysctlFormat implements Format {
  private static final Pattern LINE =
      Pattern.compile("(?m)^[ \\t]*-?([a-z][\\w./*-]*)[ \\t]*=[ \\t]*([^\\r\\n]*)");
  private static final Pattern PATH =
      Pattern.compile("(?:.*/)?(?:sysctl\\.d/[^/]+\\.conf|sysctl\\.conf)");

  @Override
  public String kind() {
    return "sysctl";
  }

  @Override
  public boolean belongsToNode() {
    return true;
  }

  @Override
  public boolean mayBe(String fileName) {
    return fileName.endsWith(".conf");
  }

  @Override
  public int recognises(SourceFile file) {
    return PATH.matcher(file.path()).matches() && LINE.matcher(file.text()).find() ? 2 : 0;
  }

  @Override
  public List<RuleMeta> metas() {
    return List.of();
  }

  @Override
  public Parts read(SourceFile file, Targets targets, Reporter out) {
    List<Part> settings = new ArrayList<>();
    for (Matcher m = LINE.matcher(file.text()); m.find(); ) {
      String name = m.group(1).replace('/', '.');
      String value = m.group(2).stripTrailing();
      if (name.indexOf('.') >= 0)
        settings.add(
            new SysctlSetting(
                new Located<>(name, file.span(m.start(1), m.end(1))),
                new Located<>(value, file.span(m.start(2), m.start(2) + value.length()))));
    }
    return Parts.of(settings);
  }
}

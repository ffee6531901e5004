package dev.vipc.lower.fstab;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.lower.Format;
import dev.vipc.model.Part;
import dev.vipc.model.Parts;
import dev.vipc.model.SwapMount;
import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code /etc/fstab}, of which the swap lines are read. */
@AutoService(Format.class)
public final class FstabFormat implements Format {
  /** What is mounted, where, as which file system; then the options. */
  private static final Pattern FIELDS =
      Pattern.compile("(?m)^[ \\t]*+([^#\\s]\\S*+)[ \\t]++(\\S++)[ \\t]++swap(?!\\S)([^\\r\\n]*+)");

  @Override
  public String kind() {
    return "fstab";
  }

  @Override
  public boolean belongsToNode() {
    return true;
  }

  @Override
  public boolean mayBe(String fileName) {
    return fileName.equals("fstab");
  }

  @Override
  public int recognises(SourceFile file) {
    return file.path().equals("fstab") || file.path().endsWith("/fstab") ? 2 : 0;
  }

  @Override
  public List<RuleMeta> metas() {
    return List.of();
  }

  @Override
  public Parts read(SourceFile file, Targets targets, Reporter out) {
    List<Part> swaps = new ArrayList<>();
    for (Matcher m = FIELDS.matcher(file.text()); m.find(); )
      if (!m.group(3).contains("noauto")) swaps.add(new SwapMount(line(file, m.start(1), m.end())));
    return Parts.of(swaps);
  }

  private static Span line(SourceFile file, int start, int end) {
    return file.span(start, start + file.text().substring(start, end).stripTrailing().length());
  }
}

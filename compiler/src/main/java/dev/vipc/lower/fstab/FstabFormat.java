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
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code /etc/fstab}, of which the swap lines are read. */
@AutoService(Format.class)
public final class FstabFormat implements Format {
  private static final Pattern SWAP =
      Pattern.compile(
          "(?m)^[ \\t]*([^#\\s]\\S*[ \\t]+\\S+[ \\t]+swap[ \\t]+([^\\s#]+)?[^\\r\\n]*?)[ \\t]*\\r?$");

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
    for (Matcher m = SWAP.matcher(file.text()); m.find(); )
      if (m.group(2) == null || !m.group(2).contains("noauto"))
        swaps.add(new SwapMount(file.span(m.start(1), m.end(1))));
    return Parts.of(swaps);
  }
}

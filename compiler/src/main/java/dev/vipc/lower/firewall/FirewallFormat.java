package dev.vipc.lower.firewall;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.lower.Format;
import dev.vipc.model.Parts;
import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What lets packets into a machine: nftables' rule sets, {@code iptables-save}'s files and
 * firewalld's zones.
 */
@AutoService(Format.class)
public final class FirewallFormat implements Format {
  private static final int LONGEST = 4 * 1024 * 1024;

  private static final Pattern NFT =
      Pattern.compile(
          "^\\s*(table\\s+((inet|ip|ip6)\\s+)?\\S+\\s*\\{|add\\s+(table|rule)\\s|flush\\s+ruleset)",
          Pattern.MULTILINE);

  @Override
  public String kind() {
    return "firewall";
  }

  @Override
  public boolean belongsToNode() {
    return true;
  }

  @Override
  public boolean mayBe(String fileName) {
    return fileName.endsWith(".nft")
        || fileName.startsWith("nftables")
        || fileName.startsWith("iptables")
        || fileName.equals("rules.v4")
        || fileName.endsWith(".rules")
        || fileName.endsWith(".xml");
  }

  @Override
  public int recognises(SourceFile file) {
    if (file.text().length() > LONGEST) return 0;
    return switch (path(file)) {
      case String path when path.endsWith(".xml") -> file.text().contains("<zone") ? 2 : 0;
      default -> isIptables(file) || isNft(file) ? 2 : 0;
    };
  }

  @Override
  public List<RuleMeta> metas() {
    return List.of();
  }

  @Override
  public Parts read(SourceFile file, Targets targets, Reporter out) {
    if (file.text().contains("<zone")) return Parts.of(FirewalldZone.read(file));
    if (isIptables(file)) return Parts.of(IptablesSave.read(file));
    return isNft(file) ? Parts.of(NftRuleset.read(file)) : Parts.NONE;
  }

  private static boolean isIptables(SourceFile file) {
    return file.text().contains("*filter") && file.text().contains("COMMIT");
  }

  private static boolean isNft(SourceFile file) {
    String text = file.text();
    boolean name = path(file).endsWith(".nft") || path(file).contains("nftables");
    return (name || text.startsWith("#!") && text.lines().findFirst().orElse("").contains("nft"))
        && NFT.matcher(text).find();
  }

  private static String path(SourceFile file) {
    return file.path();
  }
}

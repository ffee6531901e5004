package dev.vipc.lower.hosts;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.lower.Format;
import dev.vipc.lower.Pieces;
import dev.vipc.model.HostEntry;
import dev.vipc.model.IpAddress;
import dev.vipc.model.Parts;
import dev.vipc.model.Targets;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Lists of machines: {@code address name…} as in {@code /etc/hosts}, or {@code name address}. The
 * loopback's and multicast groups' lines are no machine's and are left out.
 */
@AutoService(Format.class)
public final class HostsFormat implements Format {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?");

  @Override
  public String kind() {
    return "hosts";
  }

  @Override
  public boolean belongsToNode() {
    return false;
  }

  @Override
  public boolean mayBe(String fileName) {
    return fileName.equals("hosts")
        || fileName.equals("hosts.txt")
        || fileName.equals("inventory.txt")
        || fileName.endsWith(".hosts");
  }

  @Override
  public int recognises(SourceFile file) {
    String path = file.path().replace('\\', '/');
    if (!mayBe(path.substring(path.lastIndexOf('/') + 1))) return 0;
    List<List<Located<String>>> lines = lines(file);
    return !lines.isEmpty() && lines.stream().noneMatch(line -> address(line).isEmpty()) ? 2 : 0;
  }

  @Override
  public List<RuleMeta> metas() {
    return List.of();
  }

  @Override
  public Parts read(SourceFile file, Targets targets, Reporter out) {
    List<HostEntry> hosts = new ArrayList<>();
    for (List<Located<String>> line : lines(file))
      for (Located<IpAddress> address : address(line).stream().toList())
        if (isMachine(address.value()))
          line.stream()
              .filter(word -> !word.span().equals(address.span()))
              .forEach(name -> hosts.add(new HostEntry(name, address)));
    return Parts.of(hosts);
  }

  /** The words of each line that holds any, comments removed. */
  private static List<List<Located<String>>> lines(SourceFile file) {
    List<List<Located<String>>> lines = new ArrayList<>();
    for (int number = 1; number <= file.lineCount(); number++) {
      Located<String> line = new Located<>(file.line(number).text(), file.line(number));
      int comment = line.value().indexOf('#');
      String kept = comment < 0 ? line.value() : line.value().substring(0, comment);
      List<Located<String>> words =
          Pieces.split(
              new Located<>(kept.replace('\t', ' '), line.span().part(0, kept.length())), ' ');
      if (!words.isEmpty()) lines.add(words);
    }
    return lines;
  }

  /** The address of a line whose other words are all names. */
  private static Optional<Located<IpAddress>> address(List<Located<String>> line) {
    if (line.size() < 2) return Optional.empty();
    Optional<Located<IpAddress>> first = parsed(line.getFirst());
    if (first.isPresent())
      return first.filter(_ -> line.stream().skip(1).allMatch(HostsFormat::isName));
    return line.size() == 2 && isName(line.getFirst()) ? parsed(line.get(1)) : Optional.empty();
  }

  private static Optional<Located<IpAddress>> parsed(Located<String> word) {
    int zone = word.value().indexOf('%');
    String literal = zone < 0 ? word.value() : word.value().substring(0, zone);
    return IpAddress.parse(literal).map(ip -> new Located<>(ip, word.span()));
  }

  private static boolean isName(Located<String> word) {
    return NAME.matcher(word.value()).matches();
  }

  private static boolean isMachine(IpAddress address) {
    return !address.address().isLoopbackAddress()
        && !address.address().isMulticastAddress()
        && !address.address().isAnyLocalAddress();
  }
}

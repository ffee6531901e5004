package dev.vipc.convert.kubeadm;

import dev.vipc.convert.kubeadm.KubeadmConversion.Converted;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Findings;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.KubeadmVersion;
import dev.vipc.schema.KubeadmSchemas;
import dev.vipc.schema.RepeatedFields;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import dev.vipc.syntax.yaml.YamlSyntax;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The conversion as the cure of a finding: one edit, from the first byte that changes to the last.
 */
public final class ConversionFix {
  private ConversionFix() {}

  /**
   * Carries the documents of a file to a version.
   *
   * @param known whether it is known that this version is the one to write; otherwise the fix is
   *     not safe, as where something of the file cannot be said in it
   * @return absent where some document cannot be carried there
   */
  public static Optional<Fix> to(KubeadmVersion target, SourceFile file, boolean known) {
    if (target.compareTo(KubeadmVersion.V1ALPHA3) < 0) return Optional.empty();
    Converted converted = KubeadmConversion.convert(file, target);
    if (converted.isIncomplete() || converted.text().equals(file.text())) return Optional.empty();
    boolean safe = known && isKept(converted);
    return Optional.of(fix(file, converted.text(), "carry the file to %s".formatted(target), safe));
  }

  /**
   * What is mended where a file's fields of an older version are written in the way of the version
   * that its documents name.
   *
   * @param left the messages of the faults of form that remain
   */
  public record Mended(Fix fix, List<String> left) {}

  /**
   * Writes fields of an older version in the way of the version that the documents name: their
   * names and places, and lists for mappings of arguments.
   *
   * @return absent where the documents name several versions, or where nothing is mended by it
   */
  public static Optional<Mended> ofOlderFields(SourceFile file) {
    Set<KubeadmVersion> named =
        documents(file).stream()
            .flatMap(document -> version(document).stream())
            .collect(Collectors.toSet());
    if (named.size() != 1) return Optional.empty();
    KubeadmVersion version = named.iterator().next();
    int first = KubeadmVersion.V1ALPHA3.ordinal();
    if (version.ordinal() <= first) return Optional.empty();
    int before = faults(file).size();
    return List.of(KubeadmVersion.values()).subList(first, version.ordinal()).reversed().stream()
        .map(older -> read(file, older, version))
        .filter(mended -> mended.left().size() < before)
        .min(Comparator.comparingInt(mended -> mended.left().size()));
  }

  /** What comes out where the file is taken to be of an older version. */
  private static Mended read(SourceFile file, KubeadmVersion older, KubeadmVersion version) {
    SourceFile taken = new SourceFile(file.path(), named(file, version, older));
    Converted converted = KubeadmConversion.convert(taken, version);
    Fix fix =
        fix(file, converted.text(), "write it as %s does".formatted(version), isKept(converted));
    return new Mended(fix, faults(new SourceFile(file.path(), converted.text())));
  }

  /** Whether the new text says all that the old one said. */
  private static boolean isKept(Converted converted) {
    return converted.notes().stream().allMatch(note -> note.severity() == Severity.INFO);
  }

  private static String named(SourceFile file, KubeadmVersion version, KubeadmVersion older) {
    StringBuilder text = new StringBuilder(file.text());
    for (Mapping document : documents(file).reversed()) {
      Optional<Scalar> apiVersion = document.scalar("apiVersion");
      if (apiVersion.isEmpty() || version(document).isEmpty()) continue;
      int at = apiVersion.get().span().text().lastIndexOf(version.toString());
      int start = apiVersion.get().span().start() + at;
      if (at >= 0) text.replace(start, start + version.toString().length(), older.toString());
    }
    return text.toString();
  }

  private static Optional<KubeadmVersion> version(Mapping document) {
    return document
        .scalar("apiVersion")
        .map(Scalar::value)
        .filter(word -> word.startsWith(Draft.GROUP))
        .flatMap(word -> KubeadmVersion.of(word.substring(Draft.GROUP.length())));
  }

  private static List<Mapping> documents(SourceFile file) {
    return YamlSyntax.parse(file, _ -> {}).stream()
        .filter(Mapping.class::isInstance)
        .map(Mapping.class::cast)
        .toList();
  }

  private static List<String> faults(SourceFile file) {
    KubeadmSchemas schemas = new KubeadmSchemas();
    Findings faults = new Findings();
    for (Mapping document : documents(file))
      if (version(document).isPresent()) {
        RepeatedFields.check(document, faults);
        schemas.check(
            document, document.scalar("apiVersion").map(Scalar::value).orElse(""), faults);
      }
    return faults.sorted().stream().map(Diagnostic::message).toList();
  }

  private static Fix fix(SourceFile file, String text, String description, boolean safe) {
    String old = file.text();
    int most = Math.min(old.length(), text.length());
    int start = 0;
    while (start < most && old.charAt(start) == text.charAt(start)) start++;
    int same = 0;
    while (same < most - start
        && old.charAt(old.length() - 1 - same) == text.charAt(text.length() - 1 - same)) same++;
    Fix.Edit edit =
        new Fix.Edit(
            file.span(start, old.length() - same), text.substring(start, text.length() - same));
    return new Fix(description, safe, List.of(edit));
  }
}

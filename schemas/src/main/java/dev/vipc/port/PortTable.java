package dev.vipc.port;

import dev.vipc.port.PortRow.Bind;
import dev.vipc.port.PortRow.Need;
import dev.vipc.port.PortRow.Transport;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import dev.vipc.syntax.yaml.YamlSyntax;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The table of ports ({@code ports.yaml}). */
public final class PortTable {
  private static final String RESOURCE = "ports.yaml";

  private final Map<String, PortRow> rows = new LinkedHashMap<>();

  private PortTable(List<PortRow> rows) {
    for (PortRow row : rows)
      if (this.rows.putIfAbsent(key(row.component(), row.service()), row) != null)
        throw new IllegalStateException("twice: " + key(row.component(), row.service()));
  }

  /** Read once, when first asked for. */
  private static final class Shared {
    static final PortTable TABLE = read();

    private Shared() {}
  }

  /** The one table there is. */
  public static PortTable table() {
    return Shared.TABLE;
  }

  private static PortTable read() {
    try (InputStream in = PortTable.class.getResourceAsStream(RESOURCE)) {
      if (in == null) throw new IllegalStateException("no resource " + RESOURCE);
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE, e);
    }
  }

  /** Every row, in the order of the file. */
  public List<PortRow> rows() {
    return List.copyOf(rows.values());
  }

  /** The row of one listener, which must be in the table. */
  public PortRow row(String component, String service) {
    PortRow row = rows.get(key(component, service));
    if (row == null) throw new IllegalArgumentException("no row " + key(component, service));
    return row;
  }

  private static PortTable parse(String text) {
    YamlNode root =
        YamlSyntax.parse(
                new SourceFile(RESOURCE, text),
                fault -> {
                  throw new IllegalStateException(RESOURCE + ": " + fault.message());
                })
            .getFirst();
    return new PortTable(
        ((Mapping) root).items("rows").stream().map(row -> row((Mapping) row)).toList());
  }

  private static PortRow row(Mapping row) {
    String[] ports = text(row, "port").split("-");
    return new PortRow(
        text(row, "component"),
        text(row, "service"),
        text(row, "what"),
        Transport.valueOf(upper(row, "transport")),
        Integer.parseInt(ports[0]),
        Integer.parseInt(ports[ports.length - 1]),
        optional(row, "setting").orElse(""),
        Bind.valueOf(upper(row, "bind")),
        optional(row, "group").orElse(""),
        texts(row, "on"),
        texts(row, "from"),
        text(row, "direction").equals("both"),
        Need.valueOf(upper(row, "need")),
        optional(row, "program"),
        optional(row, "since"),
        optional(row, "until"),
        text(row, "source"));
  }

  private static String key(String component, String service) {
    return component + "/" + service;
  }

  private static String upper(Mapping row, String key) {
    return text(row, key).toUpperCase(Locale.ROOT);
  }

  private static String text(Mapping row, String key) {
    return optional(row, key)
        .orElseThrow(() -> new IllegalStateException(row.span() + ": no " + key));
  }

  private static Optional<String> optional(Mapping row, String key) {
    return row.scalar(key).map(Scalar::value);
  }

  private static Set<String> texts(Mapping row, String key) {
    return row.items(key).stream()
        .map(item -> ((Scalar) item).value())
        .collect(Collectors.toUnmodifiableSet());
  }
}

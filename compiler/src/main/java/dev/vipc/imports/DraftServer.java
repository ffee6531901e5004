package dev.vipc.imports;

import dev.vipc.spec.Role;
import dev.vipc.spec.YamlText;
import dev.vipc.spec.YamlText.Fields;
import dev.vipc.spec.YamlText.Items;
import java.util.List;

/**
 * A server of a {@link Draft}.
 *
 * @param fields its weight and limits, where the file has them
 */
record DraftServer(String name, String address, int port, Fields fields) {
  private static final int LINE = 110;

  /** The role where they are its machines in their order, else each with what follows from none. */
  static YamlText all(List<DraftServer> servers, Machines machines, int apiServerPort) {
    List<String> masters = machines.with(Role.CONTROL_PLANE).stream().map(Machine::name).toList();
    boolean role =
        masters.equals(servers.stream().map(DraftServer::name).toList())
            && servers.stream().allMatch(each -> each.isPlain(machines, apiServerPort));
    if (role) return YamlText.leaf(Role.CONTROL_PLANE.word());
    return new Items(servers.stream().map(each -> each.entry(machines, apiServerPort)).toList());
  }

  private boolean isPlain(Machines machines, int apiServerPort) {
    return fields.isEmpty() && port == apiServerPort && machines.isAt(name, address);
  }

  private YamlText entry(Machines machines, int apiServerPort) {
    Fields entry = new Fields().put("name", name);
    if (!machines.isAt(name, address)) entry.put("address", address);
    if (port != apiServerPort) entry.put("port", port);
    fields.fields().forEach(entry::put);
    return entry.compact(LINE);
  }
}

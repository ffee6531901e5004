package dev.vipc.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder that a test fills with files. */
record Folder(Path path) {
  /** A router with a finding of its own: KA001 at line 9. */
  static final String ROUTER =
      """
      global_defs {
          router_id %s
      }
      vrrp_instance api {
          interface eth0
          virtual_router_id 51
          priority %d
          authentication { auth_type PASS
              auth_pass muchtoolong
          }
          virtual_ipaddress { 192.0.2.10/24 }
      }
      """;

  Path write(String name, String text) throws IOException {
    Path file = path.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  Path router(String node, int priority) throws IOException {
    return write(
        node + "/keepalived.conf", ROUTER.formatted(node.replaceAll("[^a-z0-9]", ""), priority));
  }

  String read(String name) throws IOException {
    return Files.readString(path.resolve(name));
  }
}

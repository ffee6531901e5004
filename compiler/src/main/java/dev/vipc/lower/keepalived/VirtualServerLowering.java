package dev.vipc.lower.keepalived;

import dev.vipc.model.IpAddress;
import dev.vipc.model.Setting;
import dev.vipc.model.VrrpDaemon.VirtualServer;
import dev.vipc.source.Located;
import java.util.Set;

/**
 * A {@code virtual_server} block: {@code ADDRESS [PORT]}, {@code fwmark N} or {@code group NAME}.
 */
record VirtualServerLowering(Body root, Line block) {
  private static final Set<String> CHECKERS =
      Set.of(
          "TCP_CHECK",
          "HTTP_GET",
          "SSL_GET",
          "SMTP_CHECK",
          "DNS_CHECK",
          "MISC_CHECK",
          "PING_CHECK",
          "UDP_CHECK",
          "BFD_CHECK",
          "FILE_CHECK");

  VirtualServer server() {
    boolean checked = root.bodyOf(block).anyBelow(line -> CHECKERS.contains(line.keyword()));
    return new VirtualServer(address(), port(), checked, block.span());
  }

  private Setting<IpAddress> address() {
    return block
        .word(1)
        .filter(word -> !isNamed(word))
        .map(root.values()::address)
        .orElse(Setting.unset());
  }

  private Setting<Integer> port() {
    return block.word(1).filter(word -> !isNamed(word)).isEmpty()
        ? Setting.unset()
        : block.word(2).map(root.values()::port).orElse(Setting.unset());
  }

  private static boolean isNamed(Located<String> word) {
    return word.value().equals("fwmark") || word.value().equals("group");
  }
}

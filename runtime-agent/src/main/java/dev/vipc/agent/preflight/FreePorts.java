package dev.vipc.agent.preflight;

import dev.vipc.agent.plan.Listen;
import dev.vipc.agent.plan.Plan;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.List;
import java.util.stream.Stream;

/** Whether what vipd will listen on is free. */
final class FreePorts {
  List<Finding> look(Plan plan) {
    return Stream.concat(
            plan.proxies().stream().flatMap(proxy -> proxy.sockets().stream()),
            Stream.of(plan.status().listen()))
        .distinct()
        .map(listen -> look(listen, isVirtual(plan, listen)))
        .toList();
  }

  private static boolean isVirtual(Plan plan, Listen listen) {
    return plan.virtualRouters().stream()
        .flatMap(router -> router.addresses().stream())
        .anyMatch(address -> listen.address().filter(address.address()::equals).isPresent());
  }

  /**
   * @param virtual whether its address comes and goes
   */
  private static Finding look(Listen listen, boolean virtual) {
    String place =
        listen.address().map(InetAddress::getHostAddress).orElse("*") + " port " + listen.port();
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(
          listen
              .address()
              .map(address -> new InetSocketAddress(address, listen.port()))
              .orElseGet(() -> new InetSocketAddress(listen.port())));
      return Finding.ok(place + " is free");
    } catch (BindException e) {
      String why = String.valueOf(e.getMessage());
      if (why.contains("Cannot assign"))
        return virtual
            ? Finding.ok(place + " is of an address that vipd can listen on before it holds it")
            : Finding.warning(
                place + " is of an address that no interface here has, nor a virtual router",
                "write an address of this node, or a virtual one: vipd would listen, and nobody come");
      return why.contains("Permission")
          ? Finding.failure(place + " is not for this user", "give vipd CAP_NET_BIND_SERVICE")
          : Finding.failure(
              place + " is taken",
              "`ss -ltnp` shows by whom; that is well if it is a vipd that runs already");
    } catch (SocketException e) {
      return Finding.failure(
          place + " cannot be listened on: " + e.getMessage(), "give vipd CAP_NET_BIND_SERVICE");
    } catch (IOException e) {
      return Finding.failure(
          place + " cannot be listened on: " + e.getMessage(), "look at the address");
    }
  }
}

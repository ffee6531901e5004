package dev.vipc.lab;

import dev.vipc.agent.net.Buffer;
import dev.vipc.agent.net.Syscall;
import dev.vipc.agent.net.SystemCall;
import dev.vipc.agent.net.SystemCallException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A named network namespace. What is opened inside of it stays there. */
record NetworkNamespace(String name) implements AutoCloseable {
  private static final int AT_FDCWD = -100;
  private static final int CLONE_NEWNET = 0x4000_0000;

  static NetworkNamespace make(String name) {
    Shell.run("ip", "netns", "add", name);
    return new NetworkNamespace(name);
  }

  /** Opens something in the namespace, on a thread that ends there. */
  <T> T open(Callable<T> opening) {
    var result = new CompletableFuture<T>();
    Thread.ofPlatform()
        .start(
            () -> {
              try {
                enter();
                result.complete(opening.call());
              } catch (Exception e) {
                result.completeExceptionally(e);
              }
            });
    try {
      return result.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private void enter() throws SystemCallException {
    var kernel = new Syscall();
    byte[] path = ("/run/netns/" + name + "\0").getBytes(StandardCharsets.UTF_8);
    Buffer where = Buffer.ofHostOrder(path.length);
    where.bytes().put(0, path);
    long descriptor =
        Syscall.succeeded(
            "open " + name, kernel.call(SystemCall.OPENAT, AT_FDCWD, where.address(), 0, 0));
    Syscall.succeeded("setns", kernel.call(SystemCall.SETNS, descriptor, CLONE_NEWNET));
    kernel.call(SystemCall.CLOSE, descriptor);
  }

  @Override
  public void close() {
    Shell.run("ip", "netns", "del", name);
  }
}

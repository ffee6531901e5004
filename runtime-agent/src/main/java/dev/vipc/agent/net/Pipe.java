package dev.vipc.agent.net;

/**
 * A pipe of the kernel, through which {@link Sockets#splice} moves bytes without copying them.
 *
 * @param capacity in bytes; what it holds in fact depends on how full its pages are
 */
public record Pipe(int readEnd, int writeEnd, int capacity) {}

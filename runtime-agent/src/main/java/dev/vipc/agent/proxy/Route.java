package dev.vipc.agent.proxy;

import java.net.InetSocketAddress;

/**
 * Where a connection came from and which address it was made to, as the client sees it.
 *
 * @param source the client's
 * @param destination the proxy's
 */
record Route(InetSocketAddress source, InetSocketAddress destination) {}

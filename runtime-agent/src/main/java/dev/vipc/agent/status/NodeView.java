package dev.vipc.agent.status;

import dev.vipc.agent.board.RoutersView;
import dev.vipc.agent.plan.Plan;
import dev.vipc.agent.proxy.ProxyView;
import java.time.Instant;

/**
 * What this node does, at one moment.
 *
 * @param plan what it is told to do
 * @param hash the plan's SHA-256
 */
public record NodeView(
    Instant at, Plan plan, String hash, RoutersView routers, ProxyView proxies) {}

package dev.vipc.spec;

import java.util.List;

/**
 * The virtual routers of one node that change state together.
 *
 * @param tracks what any of their virtual addresses tracks, each once: a failure moves all of them
 */
public record GroupOnNode(String name, List<RouterOnNode> routers, List<Track> tracks) {}

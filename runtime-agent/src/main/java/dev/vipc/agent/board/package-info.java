/**
 * Files of fixed layout that both processes map: what the vip process tells of its virtual routers,
 * and what the proxy process answers for the checks that the vip process does not make itself.
 */
@NullMarked
package dev.vipc.agent.board;

import org.jspecify.annotations.NullMarked;

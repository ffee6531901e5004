/** How a person or a program sees what vipd does: text, JSON, metrics, a page, a control socket. */
@NullMarked
package dev.vipc.agent.status;

import org.jspecify.annotations.NullMarked;

/** Rules on secrets that files hold in the clear. */
@NullMarked
package dev.vipc.rule.secret;

import org.jspecify.annotations.NullMarked;

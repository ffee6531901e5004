/** What the control plane's components are given: flags, feature gates, configuration documents. */
@NullMarked
package dev.vipc.lower.component;

import org.jspecify.annotations.NullMarked;

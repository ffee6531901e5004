/** What keepalived and HAProxy know of their keywords, as data, and the check against it. */
@NullMarked
package dev.vipc.keyword;

import org.jspecify.annotations.NullMarked;

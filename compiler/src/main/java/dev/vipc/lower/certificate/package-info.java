/** Certificates and private keys in PEM. */
@NullMarked
package dev.vipc.lower.certificate;

import org.jspecify.annotations.NullMarked;

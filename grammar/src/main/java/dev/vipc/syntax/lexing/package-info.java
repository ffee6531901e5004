/** What the grammars share: a character stream, tokens and a token stream that cost little. */
@NullMarked
package dev.vipc.syntax.lexing;

import org.jspecify.annotations.NullMarked;

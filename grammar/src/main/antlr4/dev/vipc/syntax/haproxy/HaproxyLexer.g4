/** Words, quotes, comments and line ends of haproxy.cfg. Characters past ASCII are shown to it as `x`. */
lexer grammar HaproxyLexer;

/** A word without quotes and escapes: its value is its text. */
WORD : PLAIN+ ;

/** A word with quotes or escapes anywhere in it; a backslash at its end is itself. */
QUOTED : ( PLAIN | PIECE )+ '\\'? | '\\' ;

/** A word whose last quote is still open where the line ends. */
UNTERMINATED : ( PLAIN | PIECE )* ( '"' IN_DOUBLE* '\\'? | '\'' IN_SINGLE* ) ;

COMMENT : '#' ~[\n\u0000]* ;

/** With the blank lines and the indentation that follow. */
NEWLINE : '\n' [ \t\u000B\f\r\n]* ;

/** A carriage return right after a word ends the line for HAProxy: what stands behind it is not read. */
UNREAD : '\r' ~[\n\u0000]* ;

/** A NUL byte, and what stands behind it on its line. */
NUL : '\u0000' ~'\n'* ;

BLANK : [ \t\u000B\f] [ \t\u000B\f\r]* ;

fragment PLAIN : ~[ \t\u000B\f\r\n\u0000"'\\#] ;
fragment PIECE : '"' IN_DOUBLE* '"' | '\'' IN_SINGLE* '\'' | '\\' ~[\t\u000B\f\r\n\u0000] ;
fragment IN_DOUBLE : ~["\\\r\n\u0000] | '\\' ~[\r\n\u0000] ;
fragment IN_SINGLE : ~['\r\n\u0000] ;

/** Words, quotes, comments, braces and line ends of keepalived.conf. Characters past ASCII are shown to it as `x`. */
lexer grammar KeepalivedLexer;

/** A word without escapes: its value is its text. A variable or hole `${...}` is part of it. */
WORD : ( PLAIN | VARIABLE | '\\' )+ ;

/** A word with an escaped comment sign in it. */
ESCAPED : ( PLAIN | VARIABLE | '\\' | '\\' [#!] )+ ;

QUOTED : '"' IN_QUOTES* '"' ;

/** A quote that is still open where the line ends. */
UNTERMINATED : '"' IN_QUOTES* ;

OPEN : '{' ;
CLOSE : '}' ;

COMMENT : [#!] ~'\n'* ;

/** With the blank lines and the indentation that follow. */
NEWLINE : '\n' [ \t\u000B\f\r\n]* ;

/** A NUL byte, and what stands behind it on its line. */
NUL : '\u0000' ~'\n'* ;

BLANK : [ \t\u000B\f\r]+ ;

fragment PLAIN : ~[ \t\u000B\f\r\n\u0000"#!{}\\] ;
fragment VARIABLE : '${' ~[${}"\r\n\u0000]* '}' ;
fragment IN_QUOTES : ~["\r\n\u0000] ;

/**
 * Words, quotes, comments, braces and line ends of keepalived.conf, and the lines of its preprocessor that hold braces
 * which are none. Characters past ASCII are shown to it as `x`.
 */
lexer grammar KeepalivedLexer;

/** `include` and a pattern: the rest of the line, in which braces are alternatives and quotes are characters. */
INCLUDE : 'include' [rmwba]? [ \t]+ ( ~[#!\\\r\n\u0000] | '\\' ~[\r\n\u0000] )* '\\'? ;

/** `$NAME=` and the rest of the line, in which braces are text. */
DEFINITION
  : '$' [A-Za-z_] [A-Za-z0-9_]* '='
    ( ~["#!\\\r\n\u0000] | '"' IN_QUOTES* '"' | '\\' ~[\r\n\u0000] )* ( '"' IN_QUOTES* )? '\\'?
  ;

/** A word whose value is its text. A variable `${...}` is part of it. */
WORD : ( PLAIN | HOLE | '\\' NEXT )+ '\\'? | '\\' ;

/** A word with an escaped comment sign or quote in it. */
ESCAPED : ( PLAIN | HOLE | '\\' NEXT | '\\' [#!"] )+ '\\'? ;

QUOTED : '"' IN_QUOTES* '"' ;

/** A quote that is still open where the line ends. */
UNTERMINATED : '"' IN_QUOTES* '\\'? ;

/** A word with a hole of the template language that would make the file. */
TEMPLATED : ( PLAIN | HOLE | '\\' NEXT | '\\' [#!"] | '{{' ~[{}\r\n\u0000]* '}}' )+ '\\'? ;

/** A statement of that language. */
TEMPLATE : '{%' ~[%\r\n\u0000]* '%}' ;

OPEN : '{' ;
CLOSE : '}' ;

COMMENT : [#!] ~[\n\u0000]* ;

/** With the blank lines and the indentation that follow. */
NEWLINE : '\n' [ \t\u000B\f\r\n]* ;

/** A NUL byte, and what stands behind it on its line. */
NUL : '\u0000' ~'\n'* ;

BLANK : [ \t\u000B\f\r]+ ;

fragment PLAIN : ~[ \t\u000B\f\r\n\u0000"#!{}\\] ;
fragment NEXT : ~[ \t\u000B\f\r\n\u0000"#!{}] ;
fragment HOLE
  : '${' ~[${}"\r\n\u0000]* '}'
  | '~LST(' ~[()\r\n\u0000]* ')'
  ;
fragment IN_QUOTES : ~["\\\n\u0000] | '\\' ~[\n\u0000] ;

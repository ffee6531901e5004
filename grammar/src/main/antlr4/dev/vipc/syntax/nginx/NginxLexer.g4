/**
 * Words, quotes, braces, semicolons and comments of nginx.conf (ngx_conf_read_token). Characters past ASCII are shown to
 * it as `x`.
 */
lexer grammar NginxLexer;

/** A keyword whose block is written in Lua. */
LUA : [a-z_]+ '_by_lua_block' ;

/** A word whose value is its text. A brace right after `$` is part of it. */
WORD : FIRST REST* ;

/** A word with escapes; any character behind a backslash is part of it. */
ESCAPED : ( FIRST | ESCAPE ) ( REST | ESCAPE )* '\\'? | '\\' ;

/** In quotes of either kind, over line ends too. */
QUOTED : '"' IN_DOUBLE* '"' | '\'' IN_SINGLE* '\'' ;

/** A quote that is still open where the file ends. */
UNTERMINATED : '"' IN_DOUBLE* '\\'? | '\'' IN_SINGLE* '\\'? ;

/** A statement of a template language that would make the file. */
TEMPLATE : STATEMENT ;

/** A word with a hole of that language. */
TEMPLATED : ( FIRST | ESCAPE | HOLE | STATEMENT+ ( FIRST | ESCAPE | HOLE ) ) ( REST | ESCAPE | HOLE | STATEMENT )* '\\'? ;

OPEN : '{' ;
CLOSE : '}' ;
END : ';' ;

COMMENT : '#' ~'\n'* ;

BLANK : [ \t\r\n]+ ;

fragment FIRST : ~[ \t\r\n"'#;{}\\$] | '$' '{'* ;
fragment REST : ~[ \t\r\n;{\\$] | '$' '{'* ;
fragment ESCAPE : '\\' [\u0000-\u007F] ;
fragment IN_DOUBLE : ~["\\] | '\\' [\u0000-\u007F] ;
fragment IN_SINGLE : ~['\\] | '\\' [\u0000-\u007F] ;
fragment HOLE : '{{' ~[{}\r\n]* '}}' ;
fragment STATEMENT : '{%' ~[%\r\n]* '%}' ;

/**
 * Lines of haproxy.cfg: a flat list, since the language has no blocks. Every sequence of tokens is a file.
 * HaproxyLines reads so; a test holds it to this grammar.
 */
parser grammar HaproxyParser;

options { tokenVocab = HaproxyLexer; }

file
  : line ( NEWLINE line )* EOF
  ;

line
  : ( WORD | QUOTED | UNTERMINATED )* ( COMMENT | UNREAD | NUL )*
  ;

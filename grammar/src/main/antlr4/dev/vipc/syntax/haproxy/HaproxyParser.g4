/** Lines of haproxy.cfg: a flat list, since the language has no blocks. Every sequence of tokens is a file. */
parser grammar HaproxyParser;

options { tokenVocab = HaproxyLexer; }

@members {
  private HaproxyLines lines;

  HaproxyParser(TokenStream tokens, HaproxyLines lines) {
    this(tokens);
    this.lines = lines;
  }
}

file
  : line ( NEWLINE line )* EOF
  ;

line
  : ( t=( WORD | QUOTED | UNTERMINATED ) { lines.word($t); } )*
    ( t=( COMMENT | UNREAD | NUL ) { lines.rest($t); } )*
    { lines.end(); }
  ;

/**
 * Words, braces and line ends of keepalived.conf as a flat list: blocks are built from it by a loop, so that no depth of
 * nesting can exhaust a stack. Every sequence of tokens is a file.
 */
parser grammar KeepalivedParser;

options { tokenVocab = KeepalivedLexer; }

@members {
  private KeepalivedTree tree;

  KeepalivedParser(TokenStream tokens, KeepalivedTree tree) {
    this(tokens);
    this.tree = tree;
  }
}

file
  : line ( NEWLINE { tree.indent($NEWLINE); } line )* EOF { tree.end(); }
  ;

line
  : ( t=( WORD | ESCAPED | QUOTED | UNTERMINATED | DEFINITION | TEMPLATED ) { tree.word($t); }
    | INCLUDE { tree.include($INCLUDE); }
    | TEMPLATE { tree.template($TEMPLATE); }
    | OPEN { tree.open($OPEN); }
    | CLOSE { tree.close($CLOSE); }
    )*
    ( t=( COMMENT | NUL ) { tree.rest($t); } )*
    { tree.endLine(); }
  ;

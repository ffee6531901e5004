/**
 * Words, braces and semicolons of nginx.conf as a flat list: blocks are built from it by a loop, so that no depth of
 * nesting can exhaust a stack. Every sequence of tokens is a file.
 */
parser grammar NginxParser;

options { tokenVocab = NginxLexer; }

@members {
  private NginxTree tree;

  NginxParser(TokenStream tokens, NginxTree tree) {
    this(tokens);
    this.tree = tree;
  }
}

file
  : ( t=( WORD | ESCAPED | QUOTED | UNTERMINATED | TEMPLATED ) { tree.word($t); }
    | LUA { tree.lua($LUA, _input.LT(1)); }
    | OPEN { tree.open($OPEN); }
    | CLOSE { tree.close($CLOSE); }
    | END { tree.endStatement($END); }
    | t=( COMMENT | TEMPLATE ) { tree.rest($t); }
    )*
    EOF { tree.end(); }
  ;

/** vipd: runs a compiled plan. */
module dev.vipc.agent {
  requires static org.jspecify;

  exports dev.vipc.agent;
  exports dev.vipc.agent.board;
  exports dev.vipc.agent.log;
  exports dev.vipc.agent.plan;
}

/** vipd: runs a compiled plan. */
module dev.vipc.agent {
  requires static org.jspecify;
  requires io.prometheus.metrics.model;
  requires io.prometheus.writer.text;
  requires jdk.httpserver;
  requires org.apache.commons.net;
  requires jdk.unsupported; // sun.misc.Signal: nothing else takes SIGHUP

  exports dev.vipc.agent;
  exports dev.vipc.agent.board;
  exports dev.vipc.agent.log;
  exports dev.vipc.agent.plan;
  exports dev.vipc.agent.status;
}

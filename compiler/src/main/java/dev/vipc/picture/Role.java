package dev.vipc.picture;

/** What a machine is for, in the words of the table of ports. */
public enum Role {
  CONTROL_PLANE,
  ETCD,
  WORKER,
  LOAD_BALANCER
}

package dev.vipc.diff;

import static dev.vipc.diff.Impact.ADDRESS_AWAY;
import static dev.vipc.diff.Impact.ADDRESS_MOVES;
import static dev.vipc.diff.Impact.ALL_NODES_TOGETHER;
import static dev.vipc.diff.Impact.CERTIFICATES;
import static dev.vipc.diff.Impact.CLIENTS;
import static dev.vipc.diff.Impact.CLUSTER;
import static dev.vipc.diff.Impact.KUBECONFIGS;
import static dev.vipc.diff.Impact.NOTHING;
import static dev.vipc.diff.Impact.RELOAD;
import static dev.vipc.diff.Impact.RESTART;

import java.util.List;
import java.util.Locale;

/**
 * What a difference is about, and what follows from it: the table of consequences.
 *
 * <p>In a text {@code {stop}} stands for how long the address is away when its holder stops in good
 * order, {@code {start}} for how long it takes when all nodes stop and start, both at most.
 */
public enum Aspect {
  NODE(
      "a machine comes or goes: its files, and every list of peers and servers that names it",
      "the files of both sides",
      RESTART),
  NODE_ADDRESS(
      "every list of peers, servers and firewall rules that names the machine must follow",
      "the files of both sides",
      CLIENTS),
  VIRTUAL_ROUTER(
      "a virtual router comes or goes with its addresses: reload; where it goes, its holder gives the addresses up",
      "keepalived 2.2.7, vrrp_daemon.c: an instance that is gone sends priority 0",
      RELOAD,
      ADDRESS_AWAY),
  VIRTUAL_ADDRESS(
      "all nodes must change together: a keepalived before 2.3.3 drops advertisements with another list of"
          + " addresses, and nodes that differ each hold theirs; stop the backups, reload the holder, start the backups",
      "keepalived 2.1.5 to 2.3.2, vrrp_check_packet; measured with 2.2.7",
      RELOAD,
      ALL_NODES_TOGETHER,
      CLIENTS,
      CERTIFICATES),
  UNADVERTISED_ADDRESS(
      "a reload of the holder adds or removes it",
      "keepalived 2.2.7, vrrp_ipaddress.c: a reload compares the lists",
      RELOAD,
      CLIENTS),
  ADDRESS_PLACE(
      "a reload puts the address where it is said; the holder removes and adds it again",
      "keepalived 2.2.7, vrrp_ipaddress.c",
      RELOAD,
      ADDRESS_AWAY),
  ROUTER_INTERFACE(
      "the virtual router begins anew on the other interface: its node gives the address up, and another takes it"
          + " within {stop}",
      "keepalived 2.2.7: a reload keeps the state only of instances with the same interface",
      RESTART,
      ADDRESS_MOVES),
  VRID(
      "all nodes must change together: nodes with different VRIDs do not hear each other, and each holds the address."
          + " Stop all, then start all: nobody holds it for {start}",
      "RFC 9568, section 7.1; keepalived 2.2.7: an unknown VRID is ignored",
      RESTART,
      ALL_NODES_TOGETHER,
      ADDRESS_AWAY),
  VRRP_VERSION(
      "all nodes must change together: an advertisement of another version is dropped, and each node holds the"
          + " address. Stop all, then start all: nobody holds it for {start}",
      "RFC 9568, section 7.1; keepalived 2.2.7, vrrp_check_packet",
      RESTART,
      ALL_NODES_TOGETHER,
      ADDRESS_AWAY),
  AUTHENTICATION(
      "all nodes must change together: an advertisement with another password, in its first eight octets, is dropped,"
          + " and each node holds the address. Stop all, then start all: nobody holds it for {start}",
      "keepalived 2.2.7, vrrp_check_packet; measured",
      RESTART,
      ALL_NODES_TOGETHER,
      ADDRESS_AWAY),
  TRANSPORT(
      "all nodes must change together: who sends to another group, or to peers that do not list it, is not heard,"
          + " and each node holds the address. Stop all, then start all: nobody holds it for {start}",
      "keepalived 2.2.7: multicast and unicast do not mix; measured with one-sided peers",
      RESTART,
      ALL_NODES_TOGETHER,
      ADDRESS_AWAY),
  ADVERTISEMENT_INTERVAL(
      "version 2: all nodes must change together, an advertisement with another interval is dropped and each node"
          + " holds the address; stop all, then start all: nobody holds it for {start}. Version 3: reload the backups first",
      "RFC 3768, section 7.1; RFC 9568, section 6.1; measured with keepalived 2.2.7",
      RELOAD,
      ALL_NODES_TOGETHER,
      ADDRESS_AWAY),
  PRIORITY(
      "a reload advertises it at once; where another node is now the best, the address moves to it without a gap"
          + " (unless it never preempts)",
      "keepalived 2.2.7: SIGHUP sends an advertisement with the new priority; RFC 9568, section 6.4.3",
      RELOAD,
      ADDRESS_MOVES),
  INITIAL_STATE(
      "nothing below priority 255: every node begins as backup",
      "measured with keepalived 2.2.7: `state MASTER` waits as long as BACKUP",
      NOTHING),
  PREEMPTION(
      "a reload: decides whether the address comes back to a better node, and when",
      "RFC 9568, section 6.1; keepalived.conf(5)",
      RELOAD,
      ADDRESS_MOVES),
  TRACKING(
      "a reload: decides what moves the address away; weights must be larger than the distance of the priorities",
      "keepalived 2.2.7, vrrp_track.c",
      RELOAD,
      ADDRESS_MOVES),
  TRACKING_TIME(
      "a reload: a failure is noticed sooner or later",
      "keepalived 2.2.7, vrrp_track.c: fall × interval, and the time a failing run takes",
      RELOAD),
  SYNC_GROUP(
      "a reload: which virtual routers move together", "keepalived.conf(5)", RELOAD, ADDRESS_MOVES),
  VRRP_SETTING(
      "a reload; some of global_defs count from the next start only",
      "keepalived(8), SIGHUP",
      RELOAD),
  ENGINE(
      "another program does the work: stop the old one, start the new one; `vipc migrate` writes the steps",
      "docs/migrate.md",
      RESTART,
      ADDRESS_MOVES),
  NAME(
      "nothing but the name in logs, statistics and scripts that mention it",
      "the programs' manuals",
      NOTHING),
  LISTENER(
      "a reload binds the new address and lets the old one go; clients, the endpoint, checks and firewalls that use it"
          + " must follow",
      "HAProxy management guide, section 4: a reload hands listeners over",
      RELOAD,
      CLIENTS),
  SERVER(
      "a reload; connections that are open stay with the old process until they end",
      "HAProxy management guide, section 4",
      RELOAD),
  SERVER_ORDER(
      "a reload; the balance in force goes by the order of the servers, so other clients go to other servers",
      "HAProxy configuration manual, `balance first` and map-based hashes",
      RELOAD),
  BALANCE("a reload; new connections go by it", "HAProxy configuration manual, `balance`", RELOAD),
  CHECK(
      "a reload; the new process takes every server as up until its own checks say otherwise",
      "HAProxy configuration manual, `check`",
      RELOAD),
  TIMEOUT(
      "a reload; it holds for new connections, open ones keep the old limit",
      "HAProxy configuration manual, `timeout`",
      RELOAD),
  LIMIT(
      "a reload; connections above it wait in the kernel's queue",
      "HAProxy configuration manual, `maxconn`",
      RELOAD),
  PROXY_MODE(
      "a reload; clients of TLS that reach a proxy in HTTP mode are refused",
      "HAProxy configuration manual, `mode`",
      RELOAD,
      CLIENTS),
  PROXY_SETTING(
      "a reload; the old process goes on with the connections that it has",
      "HAProxy management guide, section 4",
      RELOAD),
  CERTIFICATE_NAME(
      "the API servers' certificates must be issued again, one control-plane node after the other: move apiserver.crt"
          + " and apiserver.key away, `kubeadm init phase certs apiserver --config FILE`, restart the kube-apiserver",
      "kubernetes.io, kubeadm init phase; kubeadm never changes a certificate that is there",
      CERTIFICATES),
  ENDPOINT(
      "every kubeconfig (kubelets, controller-manager, scheduler, admin), kube-proxy's and the cluster-info ConfigMap"
          + " name it; the API certificate must hold its host; workers join by it",
      "kubernetes.io, creating a highly available cluster with kubeadm",
      CLIENTS,
      CERTIFICATES,
      KUBECONFIGS),
  API_PORT(
      "the API servers listen elsewhere: their manifests, every proxy's servers, kubeconfigs and firewalls must follow",
      "kubeadm, localAPIEndpoint.bindPort",
      RESTART,
      CLIENTS,
      KUBECONFIGS),
  SUBNET(
      "a running cluster keeps the subnets that it was made with: addresses of pods and services would have to be"
          + " given out anew",
      "kubernetes.io, kubeadm reconfiguration: networking is not among what can be changed",
      CLUSTER),
  ETCD(
      "members are added and removed one at a time through etcd itself, never by changing files",
      "etcd.io, runtime reconfiguration",
      CLUSTER),
  KUBERNETES_VERSION(
      "`kubeadm upgrade`, control-plane nodes one after the other; static pods are restarted",
      "kubernetes.io, upgrading kubeadm clusters",
      RESTART),
  CLUSTER_SETTING(
      "counts when a node is made or joins; a running cluster keeps it in ConfigMaps and manifests of its own",
      "kubernetes.io, reconfiguring a kubeadm cluster",
      CLUSTER),
  KUBE_VIP(
      "the kubelet restarts the pod: where it holds the address, nobody does until another takes the lease, {lease}",
      "kubelet: a changed manifest replaces its static pod; client-go, leaderelection",
      RESTART,
      ADDRESS_AWAY),
  KUBE_VIP_LEASE(
      "the kubelet restarts the pod; all nodes should have the same times, or the one with the shortest takes leases"
          + " that others still hold for theirs",
      "client-go, leaderelection: each candidate goes by its own lease duration",
      RESTART,
      ALL_NODES_TOGETHER,
      ADDRESS_AWAY),
  VERSION(
      "another release of the program: check its files with `vipc check --target` before it is installed",
      "docs/rules",
      RESTART),
  SCRIPT(
      "counts from the next run of the script, without a reload",
      "keepalived 2.2.7 starts the file anew each time",
      NOTHING),
  UNIT("`systemctl daemon-reload`, then a restart of the unit", "systemctl(1)", RESTART),
  POD(
      "the kubelet replaces the pod when its manifest changes",
      "kubernetes.io, static pods",
      RESTART),
  CERTIFICATE("the program that uses it must read it again", "the programs' manuals", RELOAD),
  HOST_LIST("names resolve to other machines from now on", "hosts(5)", CLIENTS),
  OBJECTIVE(
      "nothing runs otherwise; `vipc prove` and `lint` hold the setup to it",
      "docs/prove.md",
      NOTHING),
  SPEC("what `vipc build` writes may change: compare the built folders", "docs/diff.md", NOTHING),
  TEXT("the program that reads the file must read it again", "the programs' manuals", RELOAD);

  private final String text;
  private final String source;
  private final List<Impact> impacts;

  Aspect(String text, String source, Impact... impacts) {
    this.text = text;
    this.source = source;
    this.impacts = List.of(impacts);
  }

  /** The word that reports use. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What follows, with places for times. */
  public String text() {
    return text;
  }

  /** Where that is known from. */
  public String source() {
    return source;
  }

  public List<Impact> impacts() {
    return impacts;
  }
}

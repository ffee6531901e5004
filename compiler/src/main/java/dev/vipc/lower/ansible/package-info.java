/** Ansible's inventories, and the variables of kubespray and kubeadm-ha, into the model. */
@NullMarked
package dev.vipc.lower.ansible;

import org.jspecify.annotations.NullMarked;

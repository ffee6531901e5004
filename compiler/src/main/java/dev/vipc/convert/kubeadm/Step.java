package dev.vipc.convert.kubeadm;

/** One change of a text, whose edits do not overlap; the text is read anew behind each. */
@FunctionalInterface
interface Step {
  void on(Draft draft);
}

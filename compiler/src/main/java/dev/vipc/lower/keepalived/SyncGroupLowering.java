package dev.vipc.lower.keepalived;

import dev.vipc.model.VrrpDaemon.SyncGroup;
import dev.vipc.source.Located;

/** A {@code vrrp_sync_group} block. */
record SyncGroupLowering(Body root, Line block) {
  SyncGroup group() {
    Body body = root.bodyOf(block);
    return new SyncGroup(
        block.word(1).orElse(new Located<>("", block.keywordSpan())),
        body.inside("group").stream().flatMap(line -> line.wordsFrom(0).stream()).toList(),
        new Tracks(body).all(),
        body.has("sync_group_tracking_weight"),
        block.span());
  }
}

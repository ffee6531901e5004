package dev.vipc.model;

import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import java.util.List;

/**
 * A script that lets kube-vip generate its manifest.
 *
 * @param commands the words of each simple command, assigned variables filled in
 */
public record KubeVipScript(SourceFile file, List<List<Located<String>>> commands)
    implements Part {}

// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mounted file systems that several hosts can share, as the kernel lists them.
 *
 * @param mounts the list, {@code /proc/mounts} on a host
 */
record SharedStores(Path mounts) {

  private static final Logger LOG = LoggerFactory.getLogger(SharedStores.class);
  private static final Set<String> SHARED =
      Set.of("nfs", "nfs4", "ceph", "cifs", "fuse.glusterfs", "gfs2", "ocfs2", "lustre");

  /** {@code TYPE SOURCE on PATH} each; empty when the list cannot be read. */
  List<String> list() {
    try {
      return Files.readAllLines(mounts).stream()
          .map(line -> line.split(" "))
          .filter(words -> words.length > 2 && SHARED.contains(words[2]))
          .map(words -> words[2] + " " + words[0] + " on " + words[1])
          .toList();
    } catch (IOException e) {
      LOG.debug("{} cannot be read", mounts, e);
      return List.of();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.doctor;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Where disks come from, and room for what Xen and we write. */
final class StorageChecks {

  private static final long LEAST = 256L << 20;
  private static final long COMFORTABLE = 1L << 30;

  private StorageChecks() {}

  static List<Finding> sharedStores(Dom0 dom0, XenInfo xen) {
    List<String[]> mounts =
        dom0.read("/proc/mounts")
            .orElse("")
            .lines()
            .map(line -> line.split(" "))
            .filter(words -> words.length >= 4 && words[2].matches("nfs4?|ceph|gfs2|ocfs2"))
            .toList();
    if (mounts.isEmpty()) {
      return List.of(
          Finding.warn(
              "shared stores",
              "no NFS or cluster file system is mounted: domains whose disks lie in local files"
                  + " cannot be moved",
              "mount the store that holds the disks under the same path on all hosts"));
    }
    return mounts.stream().map(StorageChecks::store).toList();
  }

  static List<Finding> space(Dom0 dom0, XenInfo xen) {
    return Stream.of("/var/log", "/var/lib/xen", "/var/lib/transhume")
        .map(folder -> room(folder, dom0.freeBytes(folder)))
        .toList();
  }

  private static Finding store(String[] mount) {
    String told = mount[2] + " " + mount[0] + " on " + mount[1];
    if (Arrays.asList(mount[3].split(",")).contains("soft")) {
      return Finding.warn(
          "shared stores",
          told + " is mounted soft: a slow server becomes a disk error in the guest",
          "mount it with option hard");
    }
    return Finding.ok("shared stores", told);
  }

  private static Finding room(String folder, OptionalLong free) {
    String subject = "space under " + folder;
    if (free.isEmpty()) {
      return Finding.warn(subject, "unknown", "look with: df " + folder);
    }
    String told = (free.getAsLong() >> 20) + " MiB free";
    if (free.getAsLong() < LEAST) {
      return Finding.fail(subject, told + ", a migration may fail for it", "free at least 1 GiB");
    }
    return free.getAsLong() < COMFORTABLE
        ? Finding.warn(subject, told, "free at least 1 GiB")
        : Finding.ok(subject, told);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.transhume.spi.hypervisor.HostResource;

/** Each disk is at the target, and is the very same one. Equal paths prove nothing. */
record DisksAreTheSame() implements PreflightCheck<ArrivalSituation> {

  @Override
  public Manual manual() {
    return new Manual(
        "disks",
        List.of("DISK_NOT_SHARED", "DISK_MISSING", "DISK_DIFFERS"),
        "what stands behind each disk's path on both hosts: server, export and inode of a file on a"
            + " shared file system, WWN of a device, LVM's uuids of a logical volume",
        "make the very same disk known under that path on the target; mount exports under the same"
            + " server name on all hosts");
  }

  @Override
  public Findings in(ArrivalSituation situation) {
    return situation.source().resources().stream()
        .filter(resource -> resource.kind() == HostResource.Kind.DISK)
        .map(disk -> of(situation, disk))
        .reduce(Findings.NONE, Findings::and);
  }

  private static Findings of(ArrivalSituation situation, HostResource disk) {
    if (disk.identity().equals(HostResource.LOCAL)) {
      return Findings.objection(
          "DISK_NOT_SHARED",
          "the disk "
              + disk.name()
              + " is a file that "
              + situation.order().source()
              + " alone has",
          Map.of("disk", disk.name(), "host", situation.order().source()));
    }
    if (situation.target().resources().isEmpty()) {
      return unknown(disk, situation.host());
    }
    Optional<HostResource> found = situation.found(disk);
    if (found.isEmpty()) {
      return Findings.objection(
          "DISK_MISSING",
          situation.host() + " has no disk " + disk.name(),
          Map.of("disk", disk.name(), "host", situation.host()));
    }
    return compared(situation, disk, found.get());
  }

  private static Findings compared(
      ArrivalSituation situation, HostResource disk, HostResource found) {
    if (disk.identity().isEmpty()) {
      return unknown(disk, situation.order().source());
    }
    if (found.identity().isEmpty()) {
      return unknown(disk, situation.host());
    }
    return disk.identity().equals(found.identity())
        ? Findings.NONE
        : Findings.objection(
            "DISK_DIFFERS",
            disk.name()
                + " is not the same disk on both hosts: "
                + disk.identity()
                + " on "
                + situation.order().source()
                + ", "
                + found.identity()
                + " on "
                + situation.host(),
            Map.of(
                "disk", disk.name(),
                "sourceIdentity", disk.identity(),
                "targetIdentity", found.identity()));
  }

  private static Findings unknown(HostResource disk, String host) {
    return Findings.remark(
        "DISK_UNKNOWN",
        "what stands behind the disk " + disk.name() + " on " + host + " is unknown");
  }
}

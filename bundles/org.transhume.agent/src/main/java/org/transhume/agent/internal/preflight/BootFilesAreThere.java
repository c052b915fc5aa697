// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import java.util.Map;
import org.transhume.spi.hypervisor.HostResource;

/** What the guest needs to boot again is at the target, though it is not needed to arrive. */
record BootFilesAreThere() implements PreflightCheck<ArrivalSituation> {

  @Override
  public Manual manual() {
    return Manual.of(
        "kernel and ramdisk",
        "BOOT_FILE_MISSING",
        "whether kernel and ramdisk are at the target under their paths",
        "copy the file to the target, or keep such files on a shared store");
  }

  @Override
  public Findings in(ArrivalSituation situation) {
    return situation.source().resources().stream()
        .filter(resource -> resource.kind() == HostResource.Kind.FILE)
        .map(file -> of(situation, file))
        .reduce(Findings.NONE, Findings::and);
  }

  private static Findings of(ArrivalSituation situation, HostResource file) {
    if (situation.target().resources().isEmpty()) {
      return Findings.remark(
          "BOOT_FILE_UNKNOWN",
          "whether " + situation.host() + " has the file " + file.name() + " is unknown");
    }
    return situation.found(file).isPresent()
        ? Findings.NONE
        : Findings.objection(
            "BOOT_FILE_MISSING",
            situation.host()
                + " has no file "
                + file.name()
                + ", without which "
                + situation.order().domain()
                + " could not boot again",
            Map.of("file", file.name(), "host", situation.host()));
  }
}

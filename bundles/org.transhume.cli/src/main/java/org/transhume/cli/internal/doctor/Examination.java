// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.doctor;

import java.util.List;
import java.util.Optional;

/** All checks of a dom0, in the order in which an installation meets them. */
final class Examination {

  private static final List<Check> CHECKS =
      List.of(
          XenChecks::release,
          XenChecks::domainTypes,
          XenChecks::dom0Memory,
          XenChecks::autoballoon,
          XenChecks::dom0Processors,
          XenChecks::dom0Weight,
          GuestChecks::suspend,
          GuestChecks::resume,
          ServiceChecks::xendomainsAutostart,
          ServiceChecks::xendomainsSaved,
          ServiceChecks::libvirt,
          ServiceChecks::clock,
          NetworkChecks::hostName,
          NetworkChecks::migrationNetwork,
          NetworkChecks::bridges,
          StorageChecks::sharedStores,
          StorageChecks::space);

  private final Dom0 dom0;

  Examination(Dom0 dom0) {
    this.dom0 = dom0;
  }

  /** Why this is no dom0 that could be examined; empty when it is one. */
  Optional<String> obstacle() {
    if (!dom0.read("/proc/xen/capabilities").orElse("").contains("control_d")) {
      return Optional.of(
          "this machine is not a Xen dom0 (/proc/xen/capabilities does not say control_d):"
              + " run the doctor on each host whose domains are to be moved");
    }
    Dom0.Answer info = dom0.run("xl", "info");
    if (info.isGood()) {
      return Optional.empty();
    }
    return Optional.of(
        "'xl info' fails ("
            + firstLine(info.output())
            + "): run the doctor as root, with xen-utils installed");
  }

  /** All findings; only where there is no obstacle. */
  List<Finding> findings() {
    XenInfo xen = XenInfo.parse(dom0.run("xl", "info").output());
    return CHECKS.stream().flatMap(check -> check.examine(dom0, xen).stream()).toList();
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("no output");
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.doctor;

import java.util.ArrayList;
import java.util.List;

/** The domains that run here: can they be suspended, and brought back. */
final class GuestChecks {

  private GuestChecks() {}

  static List<Finding> suspend(Dom0 dom0, XenInfo xen) {
    List<String> unable = new ArrayList<>();
    int able = 0;
    for (String line : dom0.run("xl", "list").output().lines().skip(1).toList()) {
      String[] words = line.trim().split("\\s+", -1);
      if (words.length >= 6 && words[1].matches("[1-9]\\d*")) {
        if (canSuspend(dom0, words[1])) {
          able++;
        } else {
          unable.add(words[0]);
        }
      }
    }
    if (unable.isEmpty()) {
      return List.of(
          Finding.ok(
              "guests' suspend support",
              able == 0 ? "no domain runs here yet" : "all " + able + " domains announce it"));
    }
    return List.of(
        Finding.warn(
            "guests' suspend support",
            "not announced by " + String.join(", ", unable) + ": they cannot be moved live",
            "boot these guests with a kernel that has Xen save/restore support"
                + " (xenstore: control/feature-suspend)"));
  }

  static List<Finding> resume(Dom0 dom0, XenInfo xen) {
    String release = xen.get("xen_major") + "." + xen.get("xen_minor");
    String program =
        "import sys; sys.path.append('/usr/lib/xen-"
            + release
            + "/lib/python'); import xen.lowlevel.xc, xen.lowlevel.xs";
    if (dom0.run("python3", "-c", program).isGood()) {
      return List.of(
          Finding.ok("resume after a failure", "Xen's Python bindings can resume a domain"));
    }
    return List.of(
        Finding.warn(
            "resume after a failure",
            "Xen's Python bindings cannot be loaded: a domain that a dead xl left suspended needs"
                + " a person",
            "apt-get install python3 xen-utils-" + release));
  }

  private static boolean canSuspend(Dom0 dom0, String domainId) {
    return dom0.run("xenstore-read", "/local/domain/" + domainId + "/control/feature-suspend")
        .output()
        .strip()
        .equals("1");
  }
}

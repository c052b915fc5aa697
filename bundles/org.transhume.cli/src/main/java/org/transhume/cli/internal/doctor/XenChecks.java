// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.doctor;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Xen itself: its release, what it can run, and what it leaves to its control domain. */
final class XenChecks {

  private static final int DEFAULT_WEIGHT = 256;
  private static final int ENOUGH_PROCESSORS = 4;
  private static final Pattern SETTING =
      Pattern.compile("(?m)^\\s*autoballoon\\s*=\\s*\"?([A-Za-z0-9]+)\"?");

  private XenChecks() {}

  static List<Finding> release(Dom0 dom0, XenInfo xen) {
    String version = xen.get("xen_version");
    String release = xen.get("xen_major") + "." + xen.get("xen_minor");
    if (release.equals("4.17")) {
      return List.of(Finding.ok("Xen release", version + ", the release tried in the lab"));
    }
    return List.of(
        Finding.warn(
            "Xen release",
            (version.isEmpty() ? "unknown" : version) + " was not tried",
            "try a migration between two spare hosts first; 4.17 was tried"));
  }

  static List<Finding> domainTypes(Dom0 dom0, XenInfo xen) {
    Finding pvh =
        xen.can("hap")
            ? Finding.ok("PVH domains", "can be moved live (tried in the lab)")
            : Finding.fail(
                "PVH domains",
                "cannot run: Xen found no hardware-assisted paging (virt_caps lacks hap)",
                "enable virtualisation with nested paging in the firmware; drop hap=0 from Xen's"
                    + " command line");
    Finding pv =
        xen.can("shadow")
            ? Finding.ok("PV domains", "can be moved live: Xen has shadow paging")
            : Finding.warn(
                "PV domains",
                "cannot be moved live: this Xen has no shadow paging (virt_caps lacks shadow)",
                "run guests as PVH, or use a Xen that was built with shadow paging");
    Finding hvm =
        Finding.warn(
            "HVM domains",
            "live migration of HVM domains is untried",
            "try yours between two spare hosts first, or run it as PVH");
    return List.of(pvh, pv, hvm);
  }

  static List<Finding> dom0Memory(Dom0 dom0, XenInfo xen) {
    Optional<String> memory = xen.bootOption("dom0_mem");
    if (memory.isPresent()) {
      return List.of(Finding.ok("dom0 memory", "dom0_mem=" + memory.get()));
    }
    return List.of(
        Finding.fail(
            "dom0 memory",
            "Xen's command line has no dom0_mem: dom0 holds memory that domains need to arrive",
            "in /etc/default/grub.d/xen.cfg set GRUB_CMDLINE_XEN=\"dom0_mem=2048M,max:2048M\", then"
                + " update-grub and reboot"));
  }

  static List<Finding> autoballoon(Dom0 dom0, XenInfo xen) {
    Matcher setting = SETTING.matcher(dom0.read("/etc/xen/xl.conf").orElse(""));
    String value = setting.find() ? setting.group(1) : "auto";
    String remedy = "set autoballoon=\"off\" in /etc/xen/xl.conf";
    return List.of(
        switch (value) {
          case "off", "0" -> Finding.ok("autoballoon", "off");
          case "auto" ->
              xen.bootOption("dom0_mem").isPresent()
                  ? Finding.warn("autoballoon", "auto, which dom0_mem turns off", remedy)
                  : Finding.fail(
                      "autoballoon",
                      "auto without dom0_mem is on: arrivals queue and shrink dom0",
                      remedy);
          default ->
              Finding.fail("autoballoon", value + ": arrivals queue and shrink dom0", remedy);
        });
  }

  static List<Finding> dom0Processors(Dom0 dom0, XenInfo xen) {
    long used =
        dom0.run("xl", "vcpu-list", "Domain-0")
            .output()
            .lines()
            .filter(line -> line.startsWith("Domain-0"))
            .count();
    if (xen.bootOption("dom0_max_vcpus").isPresent() || xen.processors() <= ENOUGH_PROCESSORS) {
      return List.of(Finding.ok("dom0 vcpus", used + " of " + xen.processors() + " processors"));
    }
    return List.of(
        Finding.warn(
            "dom0 vcpus",
            "dom0 has " + used + " vcpus and no limit on a machine of " + xen.processors(),
            "add dom0_max_vcpus=" + ENOUGH_PROCESSORS + " to GRUB_CMDLINE_XEN and reboot"));
  }

  static List<Finding> dom0Weight(Dom0 dom0, XenInfo xen) {
    String scheduler = xen.get("xen_scheduler");
    if (!scheduler.equals("credit") && !scheduler.equals("credit2")) {
      return List.of(
          Finding.warn(
              "dom0 weight",
              "scheduler '" + scheduler + "' has no weights that are known here",
              "use credit2, Xen's default"));
    }
    String command = "sched-" + scheduler;
    Optional<Integer> weight = weight(dom0.run("xl", command, "-d", "Domain-0"));
    String remedy = "xl " + command + " -d Domain-0 -w 512, at every boot";
    if (weight.isEmpty()) {
      return List.of(Finding.warn("dom0 weight", "xl " + command + " does not tell it", remedy));
    }
    if (weight.get() > DEFAULT_WEIGHT) {
      return List.of(Finding.ok("dom0 weight", weight.get().toString()));
    }
    return List.of(
        Finding.warn(
            "dom0 weight",
            weight.get() + ", no more than a domain's: busy domains slow migrations down",
            remedy));
  }

  /** The third column of the line of Domain-0. */
  private static Optional<Integer> weight(Dom0.Answer answer) {
    return answer
        .output()
        .lines()
        .filter(line -> line.startsWith("Domain-0"))
        .map(line -> line.trim().split("\\s+"))
        .filter(words -> words.length >= 3 && words[2].matches("\\d{1,6}"))
        .map(words -> Integer.valueOf(words[2]))
        .findFirst();
  }
}

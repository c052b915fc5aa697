// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.doctor;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Services of the host that start, keep or move domains behind our back, and its clock. */
final class ServiceChecks {

  private ServiceChecks() {}

  static List<Finding> xendomainsAutostart(Dom0 dom0, XenInfo xen) {
    String folder = xendomains(dom0, "XENDOMAINS_AUTO").orElse("/etc/xen/auto");
    List<String> domains = folder.isEmpty() ? List.of() : dom0.list(folder);
    if (!isEnabled(dom0) || domains.isEmpty()) {
      return List.of(Finding.ok("xendomains autostart", "starts no domain at boot"));
    }
    return List.of(
        Finding.fail(
            "xendomains autostart",
            "starts "
                + String.join(", ", domains)
                + " at boot, even when they run on another host by then",
            "remove them from " + folder + ", or: systemctl disable xendomains"));
  }

  static List<Finding> xendomainsSaved(Dom0 dom0, XenInfo xen) {
    String folder = xendomains(dom0, "XENDOMAINS_SAVE").orElse("/var/lib/xen/save");
    if (!isEnabled(dom0) || folder.isEmpty()) {
      return List.of(Finding.ok("xendomains save folder", "saves and restores no domain"));
    }
    List<String> images = dom0.list(folder);
    if (!images.isEmpty()) {
      return List.of(
          Finding.fail(
              "xendomains save folder",
              folder + " holds " + String.join(", ", images) + ", which the next boot restores",
              "move the files away once you know where each domain runs"));
    }
    return List.of(
        Finding.warn(
            "xendomains save folder",
            "domains are saved to " + folder + " at shutdown and restored at boot",
            "set XENDOMAINS_SAVE=\"\" in /etc/default/xendomains and drain the host instead"));
  }

  static List<Finding> libvirt(Dom0 dom0, XenInfo xen) {
    List<String> active =
        Stream.of("libvirtd", "virtxend")
            .filter(service -> dom0.run("systemctl", "is-active", service).isGood())
            .toList();
    if (active.isEmpty()) {
      return List.of(Finding.ok("libvirt", "not running"));
    }
    return List.of(
        Finding.fail(
            "libvirt",
            String.join(", ", active) + " runs and keeps its own idea of where domains are",
            "systemctl disable --now " + String.join(" ", active)));
  }

  static List<Finding> clock(Dom0 dom0, XenInfo xen) {
    Dom0.Answer answer = dom0.run("timedatectl", "show", "--property=NTPSynchronized", "--value");
    if (answer.isGood() && answer.output().strip().equals("yes")) {
      return List.of(Finding.ok("clock", "synchronised"));
    }
    return List.of(
        Finding.fail(
            "clock",
            "not synchronised: times of different hosts cannot be compared",
            "apt-get install chrony, and let every host use the same servers"));
  }

  private static boolean isEnabled(Dom0 dom0) {
    return dom0.run("systemctl", "is-enabled", "xendomains").isGood();
  }

  /** A setting of xendomains, where Debian or Red Hat keeps it. */
  private static Optional<String> xendomains(Dom0 dom0, String name) {
    Pattern line = Pattern.compile("(?m)^\\s*" + name + "=\"?([^\"\\s#]*)\"?");
    return Stream.of("/etc/default/xendomains", "/etc/sysconfig/xendomains")
        .flatMap(file -> dom0.read(file).stream())
        .map(line::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .findFirst();
  }
}

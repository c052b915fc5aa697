// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.doctor;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The networks: our own address, the way that memory pages take, the guests' bridges. */
final class NetworkChecks {

  private static final int GIGABIT = 1000;

  private NetworkChecks() {}

  static List<Finding> hostName(Dom0 dom0, XenInfo xen) {
    String name = xen.get("host");
    Dom0.Answer answer = dom0.run("getent", "ahosts", name);
    String address = answer.output().lines().findFirst().orElse("").split("\\s+", -1)[0];
    String remedy = "name the host's real address in /etc/hosts, not 127.0.1.1, or in DNS";
    if (!answer.isGood() || address.isEmpty()) {
      return List.of(Finding.fail("host name", name + " has no address", remedy));
    }
    if (address.startsWith("127.") || address.equals("::1")) {
      return List.of(
          Finding.fail("host name", name + " is " + address + ": nobody else reaches it", remedy));
    }
    return List.of(Finding.ok("host name", name + " is " + address));
  }

  static List<Finding> migrationNetwork(Dom0 dom0, XenInfo xen) {
    List<String> cards =
        dom0.list("/sys/class/net").stream()
            .filter(card -> !dom0.list("/sys/class/net/" + card + "/device").isEmpty())
            .filter(card -> attribute(dom0, card, "operstate").equals("up"))
            .toList();
    if (cards.isEmpty()) {
      return List.of(
          Finding.fail(
              "migration network", "no network card is up", "connect one and bring it up"));
    }
    String told =
        cards.stream().map(card -> card + speed(dom0, card)).collect(Collectors.joining(", "));
    if (cards.size() == 1) {
      return List.of(
          Finding.warn(
              "migration network",
              "one card only (" + told + "): migrations compete with the guests' traffic",
              "give migrations a card of their own, or set the agent's bandwidth cap"));
    }
    if (cards.stream().noneMatch(card -> megabits(dom0, card) >= GIGABIT)) {
      return List.of(
          Finding.warn(
              "migration network",
              "no card says that it has 1 Gbit/s or more (" + told + ")",
              "memory passes at the network's speed: use a faster one for migrations"));
    }
    return List.of(Finding.ok("migration network", told));
  }

  static List<Finding> bridges(Dom0 dom0, XenInfo xen) {
    TreeSet<String> bridges =
        dom0.list("/sys/class/net").stream()
            .filter(card -> !dom0.list("/sys/class/net/" + card + "/bridge").isEmpty())
            .collect(Collectors.toCollection(TreeSet::new));
    if (bridges.isEmpty()) {
      return List.of(
          Finding.warn(
              "bridges",
              "none: a domain with a network card finds no place for it here",
              "create bridges of the same names on all hosts"));
    }
    return List.of(
        Finding.ok("bridges", String.join(", ", bridges) + " (use the same names on all hosts)"));
  }

  private static String speed(Dom0 dom0, String card) {
    int megabits = megabits(dom0, card);
    return megabits > 0 ? " " + megabits + " Mbit/s" : "";
  }

  /** 0 when unknown; a virtual card says -1 or fails to answer. */
  private static int megabits(Dom0 dom0, String card) {
    String text = attribute(dom0, card, "speed");
    return text.matches("\\d{1,8}") ? Integer.parseInt(text) : 0;
  }

  private static String attribute(Dom0 dom0, String card, String name) {
    return dom0.read("/sys/class/net/" + card + "/" + name).orElse("").strip();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.check;
final class ProbeMain {
  public static void main(String[] a) {
    Scenario s = switch (a[0]) { case "one" -> Scenarios.one(); case "foreign" -> Scenarios.foreign(); case "domain" -> Scenarios.sameDomain(); default -> Scenarios.sameHost(); };
    var r = new Search(s.with(Integer.parseInt(a[1])), new Machines()).run();
    System.out.println(r);
    r.finding().ifPresent(System.out::println);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.check;
final class ProbeMain {
  public static void main(String[] a) {
    if (a[0].equals("mutants")) {
      for (Mutant m : Mutant.values()) {
        if (a.length > 1 && !m.name().contains(a[1])) continue;
        var r = new Search(m.scenario(), m.machines()).run();
        System.out.println(m + " " + r);
        r.finding().ifPresent(f -> System.out.println(f.trace().size() + " " + (a.length > 1 ? f : f.violation())));
        var q = new Search(m.scenario(), new Machines()).run();
        System.out.println("   production: " + q);
        q.finding().ifPresent(System.out::println);
      }
      return;
    }
    Scenario s = switch (a[0]) { case "one" -> Scenarios.one(); case "foreign" -> Scenarios.foreign(); case "domain" -> Scenarios.sameDomain(); default -> Scenarios.sameHost(); };
    if (a.length > 2) { java.util.Set<Fault> f = java.util.EnumSet.noneOf(Fault.class); for (String k : a[2].split(",")) f.add(Fault.valueOf(k)); s = new Scenario(s.name(), s.migrations(), s.foreign(), f, 0); }
    var r = new Search(s.with(Integer.parseInt(a[1])), new Machines()).run();
    System.out.println(r);
    r.finding().ifPresent(System.out::println);
  }
}

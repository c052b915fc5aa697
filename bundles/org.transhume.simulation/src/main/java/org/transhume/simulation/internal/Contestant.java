// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.transhume.simulation.internal.baseline.Consolidation;
import org.transhume.simulation.internal.plant.Accounting;
import org.transhume.simulation.internal.policy.PolicyStrategy;
import org.transhume.spi.policy.Policy;

/**
 * One policy, or several together, by name.
 *
 * @param name as it was asked for
 * @param strategy what decides, fresh for one day
 * @param accounting how its day is counted
 */
record Contestant(String name, Strategy strategy, Accounting accounting) {

  private static final String NONE = "none";
  private static final Pattern THRESHOLD = Pattern.compile("thr-mmt-([0-9]+(?:\\.[0-9]+)?)");
  private static final Pattern REGRESSION = Pattern.compile("lr-mmt-([0-9]+(?:\\.[0-9]+)?)");

  /**
   * What a list of names means: a comma compares, a plus composes.
   *
   * @param names such as {@code none,lr-mmt-1.2,hotspot+consolidate}
   * @param isHonest which of the two accountings holds
   * @param policies the policies that are installed
   * @throws IllegalArgumentException for a name that means nothing, telling those that do
   */
  static List<Contestant> named(String names, boolean isHonest, Map<String, Policy> policies) {
    List<Contestant> contestants = new ArrayList<>();
    for (String name : names.split(",", -1)) {
      contestants.add(one(name.strip(), isHonest, policies));
    }
    return contestants;
  }

  private static Contestant one(String name, boolean isHonest, Map<String, Policy> policies) {
    List<Strategy> parts =
        Arrays.stream(name.split("\\+", -1))
            .map(part -> strategy(part.strip(), isHonest, policies))
            .toList();
    Strategy strategy = parts.size() == 1 ? parts.get(0) : new Together(parts);
    Accounting compatible =
        name.equals(NONE) ? Accounting.COMPATIBLE_UNMANAGED : Accounting.COMPATIBLE;
    return new Contestant(name, strategy, isHonest ? Accounting.HONEST : compatible);
  }

  private static Strategy strategy(String name, boolean isHonest, Map<String, Policy> policies) {
    if (name.equals(NONE)) {
      return plant -> Wishes.NONE;
    }
    Matcher threshold = THRESHOLD.matcher(name);
    if (threshold.matches()) {
      return Consolidation.byThreshold(number(name, threshold));
    }
    Matcher regression = REGRESSION.matcher(name);
    if (regression.matches()) {
      return Consolidation.byRegression(number(name, regression), isHonest);
    }
    Policy policy = policies.get(name);
    if (policy == null) {
      Set<String> installed = new TreeSet<>(policies.keySet());
      throw new IllegalArgumentException(
          "there is no policy '"
              + name
              + "'; there are "
              + (installed.isEmpty() ? "" : String.join(", ", installed) + ", ")
              + "and to compare with: none, thr-mmt-0.8, lr-mmt-1.2 (also with other numbers)");
    }
    return new PolicyStrategy(name, policy);
  }

  private static double number(String name, Matcher matched) {
    double number = Double.parseDouble(matched.group(1));
    if (number == 0) {
      throw new IllegalArgumentException("policy '" + name + "' needs a number above 0");
    }
    return number;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.transhume.api.model.Mode;
import org.transhume.api.mx.DomainSample;
import org.transhume.api.mx.HostSample;
import org.transhume.cli.internal.view.Quantity;

/**
 * Load is low, and domains gather on few hosts, of which idle ones are powered down; then load
 * rises, and they come apart again.
 */
final class ConsolidatePlot implements Plot {

  private static final String POLICY = "consolidate";

  /** Long enough to look at the packed cluster. */
  private static final long PACKED_MILLIS = 10_000;

  /** How much more than the packed hosts have is wanted when load rises. */
  private static final double TOO_MUCH = 1.15;

  private Chapter chapter = Chapter.CALM;
  private Act act = Act.CALM;
  private Scene scene;
  private int usedBefore;
  private int packedOn;
  private long sinceMillis;

  private enum Act {
    CALM,
    GATHERING,
    PACKED,
    RISING,
    SPREAD
  }

  /** The demo has minutes where a day has hours. */
  @Override
  public Deed opening() {
    return stage -> {
      stage.setParameter(POLICY, "learningMinutes", 0);
      stage.setParameter(POLICY, "memoryMinutes", 1);
      stage.setParameter(POLICY, "idleMinutes", 0);
    };
  }

  @Override
  public Optional<Deed> next(Scene seen, long sinceStartMillis) {
    scene = seen;
    return switch (act) {
      case CALM -> gather(sinceStartMillis);
      case GATHERING -> packed(sinceStartMillis);
      case PACKED -> rise(sinceStartMillis);
      case RISING -> spread(sinceStartMillis);
      case SPREAD -> Optional.empty();
    };
  }

  private Optional<Deed> gather(long sinceStartMillis) {
    if (sinceStartMillis < CALM_MILLIS) {
      return Optional.empty();
    }
    usedBefore = used().size();
    enter(
        Act.GATHERING,
        sinceStartMillis,
        Chapter.tense("load is low: domains gather on few hosts, and idle hosts are powered down"));
    return Optional.of(stage -> stage.setMode(POLICY, Mode.AUTOMATIC));
  }

  private Optional<Deed> packed(long sinceStartMillis) {
    if (used().size() < usedBefore && !scene.off().isEmpty() && scene.isAtRest()) {
      packedOn = used().size();
      enter(
          Act.PACKED,
          sinceStartMillis,
          Chapter.good(
              "packed on "
                  + String.join(", ", used())
                  + " within "
                  + Quantity.millis(sinceStartMillis - sinceMillis)
                  + "; powered down: "
                  + String.join(", ", scene.off())));
    }
    return Optional.empty();
  }

  private Optional<Deed> rise(long sinceStartMillis) {
    if (sinceStartMillis < sinceMillis + PACKED_MILLIS) {
      return Optional.empty();
    }
    double processors =
        hosts(host -> used().contains(host.host())).stream()
            .mapToInt(HostSample::physicalCpus)
            .sum();
    Set<String> domains = domains();
    double each = Math.min(1, processors * TOO_MUCH / domains.size());
    enter(
        Act.RISING,
        sinceStartMillis,
        Chapter.tense(
            String.format(
                Locale.ROOT,
                "load rises: each of %d domains wants %.2f processors",
                domains.size(),
                each)));
    return Optional.of(stage -> want(stage, domains, each));
  }

  private static void want(Stage stage, Set<String> domains, double each) throws IOException {
    for (String domain : domains) {
      stage.setDemand(domain, each);
    }
  }

  private Optional<Deed> spread(long sinceStartMillis) {
    if (used().size() > packedOn && scene.isAtRest()) {
      enter(
          Act.SPREAD,
          sinceStartMillis,
          Chapter.good(
              "apart on "
                  + String.join(", ", used())
                  + ", "
                  + Quantity.millis(sinceStartMillis - sinceMillis)
                  + " after load rose"));
    }
    return Optional.empty();
  }

  private void enter(Act next, long sinceStartMillis, Chapter told) {
    act = next;
    sinceMillis = sinceStartMillis;
    chapter = told;
  }

  private Set<String> used() {
    return hosts(host -> !host.domains().isEmpty() && !scene.off().contains(host.host())).stream()
        .map(HostSample::host)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<HostSample> hosts(Predicate<HostSample> which) {
    return scene.hosts().stream().filter(which).collect(Collectors.toSet());
  }

  private Set<String> domains() {
    return scene.hosts().stream()
        .flatMap(host -> host.domains().stream())
        .map(DomainSample::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public Chapter chapter() {
    return chapter;
  }

  @Override
  public boolean isFulfilled() {
    return act == Act.SPREAD;
  }

  @Override
  public String ending() {
    return switch (act) {
      case CALM, GATHERING -> "the domains were not gathered";
      case PACKED -> "the domains were gathered";
      case RISING -> "the domains were gathered, and did not come apart when load rose";
      case SPREAD -> "the domains were gathered, and came apart when load rose";
    };
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import org.transhume.api.mx.HostSample;
import org.transhume.cli.internal.view.Quantity;

/** A host loses its power, and its domains come back to life elsewhere. */
final class HostFailurePlot implements Plot {

  /** The demo's hosts speak each second; people would wait longer. */
  private static final double SILENT_SECONDS = 10;

  private Chapter chapter = Chapter.CALM;
  private String host;
  private Set<String> domains = Set.of();
  private Scene scene;
  private long sinceMillis;

  @Override
  public Deed opening() {
    return stage -> stage.setParameter("repair", "silentSeconds", SILENT_SECONDS);
  }

  @Override
  public Optional<Deed> next(Scene seen, long sinceStartMillis) {
    scene = seen;
    if (host != null) {
      if (isFulfilled() && chapter.mood() != Mood.GOOD) {
        chapter =
            Chapter.good(
                "all that ran on "
                    + host
                    + " runs again, "
                    + Quantity.millis(sinceStartMillis - sinceMillis)
                    + " after its power failed");
      }
      return Optional.empty();
    }
    if (sinceStartMillis < CALM_MILLIS) {
      return Optional.empty();
    }
    Optional<HostSample> chosen =
        seen.hosts().stream()
            .filter(one -> !one.domains().isEmpty())
            .min(
                Comparator.comparingInt((HostSample one) -> one.domains().size())
                    .thenComparing(HostSample::host));
    chosen.ifPresent(
        one -> {
          host = one.host();
          domains = seen.domainsOn(host);
          sinceMillis = sinceStartMillis;
          chapter =
              Chapter.tense(
                  "the power of " + host + " fails, and with it " + String.join(", ", domains));
        });
    return chosen.map(one -> stage -> stage.powerOff(one.host()));
  }

  @Override
  public Chapter chapter() {
    return chapter;
  }

  /** Whether all that was on the host is elsewhere. */
  @Override
  public boolean isFulfilled() {
    return host != null && scene.domainsElsewhere(host).containsAll(domains);
  }

  @Override
  public String ending() {
    return (host == null ? "no host" : "what ran on " + host)
        + (isFulfilled() ? " runs elsewhere" : " does not all run elsewhere");
  }
}

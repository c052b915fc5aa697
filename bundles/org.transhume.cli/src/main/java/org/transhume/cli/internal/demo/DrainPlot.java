// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import org.transhume.api.mx.HostSample;
import org.transhume.cli.internal.view.Quantity;

/** An operator empties the host that has most domains, to service it. */
final class DrainPlot implements Plot {

  private Chapter chapter = Chapter.CALM;
  private String host;
  private Set<String> domains = Set.of();
  private Scene scene;
  private long sinceMillis;

  @Override
  public Optional<Deed> next(Scene seen, long sinceStartMillis) {
    scene = seen;
    if (host != null) {
      if (isFulfilled() && chapter.mood() != Mood.GOOD) {
        chapter =
            Chapter.good(
                host
                    + " is empty, "
                    + Quantity.millis(sinceStartMillis - sinceMillis)
                    + " after it was told to drain: it may be serviced");
      }
      return Optional.empty();
    }
    if (sinceStartMillis < CALM_MILLIS) {
      return Optional.empty();
    }
    Optional<HostSample> chosen =
        seen.hosts().stream()
            .filter(one -> !one.domains().isEmpty())
            .max(
                Comparator.comparingInt((HostSample one) -> one.domains().size())
                    .thenComparing(HostSample::host, Comparator.reverseOrder()));
    chosen.ifPresent(
        one -> {
          host = one.host();
          domains = seen.domainsOn(host);
          sinceMillis = sinceStartMillis;
          chapter =
              Chapter.tense(host + " is told to drain: its " + domains.size() + " domains leave");
        });
    return chosen.map(one -> stage -> stage.drain(one.host()));
  }

  @Override
  public Chapter chapter() {
    return chapter;
  }

  /** Whether the host is empty, and all that was on it is elsewhere. */
  @Override
  public boolean isFulfilled() {
    return host != null
        && scene.domainsOn(host).isEmpty()
        && scene.domainsElsewhere(host).containsAll(domains);
  }

  @Override
  public String ending() {
    return (host == null ? "no host" : host)
        + (isFulfilled() ? " was emptied" : " was not emptied");
  }
}

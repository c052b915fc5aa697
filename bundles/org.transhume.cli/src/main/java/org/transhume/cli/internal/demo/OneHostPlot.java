// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import org.transhume.api.mx.HostSample;
import org.transhume.cli.internal.view.Quantity;

/** Something happens to one host, and all that ran there comes to run elsewhere. */
abstract class OneHostPlot implements Plot {

  private Chapter chapter = Chapter.CALM;
  private String host;
  private Set<String> domains = Set.of();
  private Scene scene;
  private long sinceMillis;

  /** Which host it happens to: of those that have domains the greatest. */
  abstract Comparator<HostSample> preference();

  /** What happens to it. */
  abstract Deed deed(String chosen);

  /** Tells that it has happened. */
  abstract String beginning(String chosen, Set<String> itsDomains);

  /** Tells what came of it, so long after. */
  abstract String resolution(String chosen, String after);

  @Override
  public Optional<Deed> next(Scene seen, long sinceStartMillis) {
    scene = seen;
    if (host != null) {
      if (isFulfilled() && chapter.mood() != Mood.GOOD) {
        chapter = Chapter.good(resolution(host, Quantity.millis(sinceStartMillis - sinceMillis)));
      }
      return Optional.empty();
    }
    if (sinceStartMillis < CALM_MILLIS) {
      return Optional.empty();
    }
    Optional<String> chosen =
        seen.hosts().stream()
            .filter(one -> !one.domains().isEmpty())
            .max(preference().thenComparing(HostSample::host, Comparator.reverseOrder()))
            .map(HostSample::host);
    chosen.ifPresent(
        one -> {
          host = one;
          domains = seen.domainsOn(one);
          sinceMillis = sinceStartMillis;
          chapter = Chapter.tense(beginning(one, domains));
        });
    return chosen.map(this::deed);
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

  /** The host that it has happened to; "no host" before. */
  String host() {
    return host == null ? "no host" : host;
  }

  Scene scene() {
    return scene;
  }
}

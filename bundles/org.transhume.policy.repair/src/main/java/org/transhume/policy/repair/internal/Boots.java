// SPDX-License-Identifier: Apache-2.0
package org.transhume.policy.repair.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.transhume.api.model.Boot;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostLoss;
import org.transhume.api.model.LostDomain;
import org.transhume.api.model.Refusal;
import org.transhume.rules.Places;

/** Where domains of lost hosts should be booted, the largest first. */
final class Boots {

  private final Places places;

  Boots(ClusterSnapshot snapshot, long reserveBytes) {
    this.places = new Places(snapshot, reserveBytes);
  }

  /** Where the domains of that host should be booted; tells of each that stays why. */
  List<Boot> of(HostLoss loss, Consumer<Refusal> refusals) {
    List<Boot> boots = new ArrayList<>();
    loss.domains().stream()
        .sorted(
            Comparator.comparingLong(LostDomain::memoryBytes)
                .reversed()
                .thenComparing(LostDomain::uuid))
        .forEach(
            domain -> {
              if (domain.obstacles().isEmpty()) {
                place(loss.host(), domain, boots::add, refusals);
              } else {
                domain.obstacles().forEach(why -> refusals.accept(new Refusal(domain.name(), why)));
              }
            });
    return boots;
  }

  private void place(
      String lostHost, LostDomain domain, Consumer<Boot> boots, Consumer<Refusal> refusals) {
    Optional<String> target = places.placeOf(domain);
    if (target.isEmpty()) {
      refusals.accept(new Refusal(domain.name(), places.nowhere(domain)));
      return;
    }
    boots.accept(
        new Boot(domain.uuid(), domain.name(), target.get(), why(lostHost, domain, target.get())));
    places.comes(domain, lostHost, target.get());
  }

  private Explanation why(String lostHost, LostDomain domain, String target) {
    return new Explanation(
        "HOST_LOST",
        "was on "
            + lostHost
            + "; "
            + target
            + " has the most room, "
            + places.roomMebibytes(target)
            + " MiB beyond the reserve, of which it takes "
            + (domain.memoryBytes() >> 20),
        Map.of("host", lostHost, "target", target));
  }
}

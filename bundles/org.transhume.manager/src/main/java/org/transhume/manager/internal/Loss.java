// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.transhume.api.model.Boot;
import org.transhume.api.model.HostRepair;
import org.transhume.api.mx.DomainFate;

/** One host that is held to be dead, and what has been done about it. Belongs to the loop. */
final class Loss {

  final String host;
  final long silentSinceEpochMillis;

  /** The policy that wants it repaired. */
  String policy;

  HostRepair proposal;

  /** Whether the policy that wants it may act by itself. */
  boolean automatic;

  Optional<Proof> proof = Optional.empty();
  boolean asking;
  String unfenced = "no fence was asked so far";
  long askAgainMillis;
  long bootNotBeforeMillis;

  /** When it was heard again, by the loop's clock. */
  Optional<Long> backSinceMillis = Optional.empty();

  final Map<String, DomainFate> booted = new TreeMap<>();
  private final Map<String, Map<String, Long>> refusedAt = new HashMap<>();

  /**
   * Why it is known to be off.
   *
   * @param byOperator whether an operator said so
   * @param text for people
   * @param untilMillis until when it counts, by the loop's clock
   */
  record Proof(boolean byOperator, String text, long untilMillis) {}

  Loss(String policy, HostRepair proposal, long silentSinceEpochMillis) {
    this.policy = policy;
    this.host = proposal.host();
    this.proposal = proposal;
    this.silentSinceEpochMillis = silentSinceEpochMillis;
  }

  /** Nothing more is begun. */
  void wantedNoMore() {
    proposal = new HostRepair(host, proposal.reason(), List.of());
    automatic = false;
  }

  boolean isBack() {
    return backSinceMillis.isPresent();
  }

  /** Whether it is off, as far as a proof goes at that moment. */
  boolean isOff(long nowMillis) {
    return !isBack() && proof.filter(known -> known.untilMillis() > nowMillis).isPresent();
  }

  /** A target could not boot a domain; it is not asked again for a while. */
  void refused(String uuid, String target, long untilMillis) {
    refusedAt.computeIfAbsent(uuid, fresh -> new HashMap<>()).put(target, untilMillis);
  }

  /** The targets that could not boot it a short while ago. */
  List<String> refusedBy(String uuid, long nowMillis) {
    List<String> targets = new ArrayList<>();
    refusedAt
        .getOrDefault(uuid, Map.of())
        .forEach(
            (target, untilMillis) -> {
              if (untilMillis > nowMillis) {
                targets.add(target);
              }
            });
    targets.sort(null);
    return targets;
  }

  /** Where a domain should be booted, as far as the policy says so now. */
  Optional<Boot> wanted(String uuid) {
    return proposal.boots().stream().filter(boot -> boot.domainUuid().equals(uuid)).findFirst();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.transhume.policy.hotspot.internal;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Component;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.spi.policy.Decision;
import org.transhume.spi.policy.Parameter;
import org.transhume.spi.policy.Policy;
import org.transhume.spi.policy.PolicyContext;
import org.transhume.spi.policy.PolicyProperties;
import org.transhume.spi.policy.PolicyState;

/**
 * Relieves hosts whose {@code cpu} probe is above its high threshold, by the cheapest move that
 * helps and does not carry the heat to another host. Remembers for each host in how many rounds
 * running it was hot: those that wait longest are served first, and a move that only eases a host
 * without bringing it under its threshold is made after some patience, when nothing better came up.
 */
@Component(service = Policy.class)
@PolicyProperties(name = "hotspot")
public final class HotspotPolicy implements Policy {

  static final String MARGIN = "margin";
  static final String RESERVE = "reserveMebibytes";
  static final String PATIENCE = "patienceRounds";
  private static final String HOT_ROUNDS = "hotRounds";
  private static final long MOST_ROUNDS = 1_000_000;

  @Override
  public List<Parameter> parameters() {
    return List.of(
        new Parameter(
            MARGIN,
            "Share of its processors by which a target must stay under its high threshold.",
            0.05,
            0,
            0.5),
        new Parameter(
            RESERVE, "Mebibytes of memory that must stay free at a target.", 64, 0, 1 << 20),
        new Parameter(
            PATIENCE,
            "Rounds that a host must be hot before a move is made that eases it only.",
            3,
            0,
            1000));
  }

  @Override
  public Decision decide(ClusterSnapshot snapshot, PolicyState state, PolicyContext context) {
    Map<String, Long> hotRounds = hotRounds(snapshot, state);
    Relief relief =
        new Relief(
            snapshot,
            hotRounds,
            context.parameter(MARGIN),
            (long) context.parameter(RESERVE) << 20,
            (long) context.parameter(PATIENCE));
    return new Decision(
        relief.proposal(), new PolicyState(stateSchema(), Map.of(HOT_ROUNDS, hotRounds)));
  }

  private static Map<String, Long> hotRounds(ClusterSnapshot snapshot, PolicyState state) {
    Map<?, ?> before = state.values().get(HOT_ROUNDS) instanceof Map<?, ?> known ? known : Map.of();
    Map<String, Long> rounds = new TreeMap<>();
    snapshot.hosts().stream()
        .filter(Relief::isHot)
        .forEach(
            host -> {
              long seen = before.get(host.name()) instanceof Long count ? count : 0;
              rounds.put(host.name(), Math.min(MOST_ROUNDS, seen + 1));
            });
    return rounds;
  }
}

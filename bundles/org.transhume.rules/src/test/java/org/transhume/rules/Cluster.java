// SPDX-License-Identifier: Apache-2.0
package org.transhume.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.DomainSnapshot;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.DomainType;
import org.transhume.api.model.HostLoss;
import org.transhume.api.model.HostSnapshot;
import org.transhume.api.model.HostState;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.MigrationSnapshot;

/** A small cluster to ask rules about: hosts of 8 processors, domains of one vcpu each. */
final class Cluster {

  private static final long MEBIBYTE = 1L << 20;

  private final Map<String, Long> free = new TreeMap<>();
  private final Map<String, HostState> states = new TreeMap<>();
  private final List<DomainSnapshot> domains = new ArrayList<>();
  private final List<MigrationSnapshot> moves = new ArrayList<>();
  private final List<HostLoss> losses = new ArrayList<>();
  private RuleSet rules = RuleSet.EMPTY;

  static String uuid(String name) {
    return "00000000-0000-0000-0000-" + String.format("%012x", name.hashCode() & 0xffffffffL);
  }

  Cluster host(String host, long freeMebibytes) {
    free.put(host, freeMebibytes);
    return this;
  }

  Cluster host(String host, long freeMebibytes, HostState state) {
    states.put(host, state);
    return host(host, freeMebibytes);
  }

  Cluster domain(String name, String host, long mebibytes) {
    domains.add(
        new DomainSnapshot(
            uuid(name),
            name,
            host,
            DomainState.RUNNING,
            DomainType.PVH,
            mebibytes * MEBIBYTE,
            1,
            256,
            0,
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalLong.empty(),
            Set.of(),
            Set.of(),
            true,
            List.of(),
            0));
    return this;
  }

  Cluster moving(String name, String from, String to) {
    moves.add(new MigrationSnapshot("m-" + name, uuid(name), from, to, MigrationPhase.SENDING));
    return this;
  }

  Cluster lost(HostLoss loss) {
    losses.add(loss);
    return this;
  }

  Cluster rules(String... lines) {
    RuleReader reader = new RuleReader(name -> Set.of(uuid(name)));
    Reading reading = reader.read(String.join("\n", lines));
    assertThat(reading.errors()).isEmpty();
    rules = new RuleSet(7, reading.rules());
    return this;
  }

  RuleSet rules() {
    return rules;
  }

  ClusterSnapshot snapshot() {
    List<HostSnapshot> hosts = new ArrayList<>();
    free.forEach(
        (host, mebibytes) ->
            hosts.add(
                new HostSnapshot(
                    host,
                    states.getOrDefault(host, HostState.ACTIVE),
                    false,
                    1,
                    8,
                    OptionalDouble.of(0.5),
                    OptionalDouble.of(0.1),
                    64L << 30,
                    mebibytes * MEBIBYTE,
                    List.of(),
                    Set.of(),
                    Map.of())));
    return Labelling.of(new ClusterSnapshot(1, hosts, domains, moves, losses), rules);
  }
}

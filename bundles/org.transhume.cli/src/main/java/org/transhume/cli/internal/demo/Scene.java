// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.transhume.api.model.ThresholdLevel;
import org.transhume.api.mx.DomainSample;
import org.transhume.api.mx.HostSample;
import org.transhume.api.mx.MigrationEvent;

/**
 * The cluster at one moment, as the demo reads it.
 *
 * @param hosts every host with its domains, by name
 * @param migrations those under way and the finished ones, oldest first
 * @param refusals what the policies considered last and did not do
 * @param losses what became of hosts that are held to be dead, and of their domains, a line for
 *     each
 */
record Scene(
    List<HostSample> hosts,
    List<MigrationScene> migrations,
    List<RefusalScene> refusals,
    List<LossScene> losses,
    Set<String> off) {

  Scene {
    hosts = List.copyOf(hosts);
    migrations = List.copyOf(migrations);
    refusals = List.copyOf(refusals);
    losses = List.copyOf(losses);
    off = new TreeSet<>(off);
  }

  /** Whether that host is held to be dead: what its last sample says is no more. */
  boolean isLost(String host) {
    return losses.stream().anyMatch(loss -> loss.host().equals(host));
  }

  /** Whether no migration is under way. */
  boolean isAtRest() {
    return migrations.stream().allMatch(migration -> migration.event().phase().isFinal());
  }

  /** What there is to say of a host instead of its load; empty while it is heard. */
  Optional<String> insteadOfLoad(String host) {
    return isLost(host)
        ? Optional.of("lost")
        : Optional.of("off").filter(word -> off.contains(host));
  }

  /** Names of the domains that the host was last seen with. */
  Set<String> domainsOn(String host) {
    return names(sample -> sample.host().equals(host));
  }

  /** Names of the domains that other hosts have. */
  Set<String> domainsElsewhere(String host) {
    return names(sample -> !sample.host().equals(host));
  }

  private Set<String> names(Predicate<HostSample> which) {
    return hosts.stream()
        .filter(which)
        .flatMap(sample -> sample.domains().stream())
        .map(DomainSample::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The host of that name. */
  Optional<HostSample> host(String name) {
    return hosts.stream().filter(host -> host.host().equals(name)).findFirst();
  }

  /** Whether that many hosts are there and each has told its load. */
  boolean isComplete(int expectedHosts) {
    return hosts.size() >= expectedHosts && hosts.stream().allMatch(host -> host.cpuLoad() != null);
  }

  /** Whether that host's processors read normal, by its own probe. */
  boolean isNormal(String host) {
    return host(host)
        .flatMap(
            sample ->
                sample.thresholds().stream()
                    .filter(threshold -> threshold.probe().equals("cpu"))
                    .findFirst())
        .filter(threshold -> threshold.level() == ThresholdLevel.NORMAL)
        .filter(threshold -> threshold.value() != null)
        .filter(threshold -> threshold.value() <= threshold.highThreshold())
        .isPresent();
  }

  /**
   * A migration.
   *
   * @param event what the manager tells of it
   * @param reason why it was begun
   * @param percent how much has passed, while it is under way
   * @param bytesPerSecond present rate, while it is known
   */
  record MigrationScene(
      MigrationEvent event, String reason, Integer percent, Double bytesPerSecond) {}

  /**
   * Something that a policy did not do.
   *
   * @param policy who refused
   * @param subject the host or domain
   * @param code stable word for why
   * @param reason why, with the numbers of that moment
   */
  record RefusalScene(String policy, String subject, String code, String reason) {

    /** The same refusal at another moment has the same key. */
    String key() {
      return policy + " " + subject + " " + code;
    }
  }

  /**
   * A host that is held to be dead.
   *
   * @param host its name
   * @param lines what became of it and of its domains
   */
  record LossScene(String host, List<String> lines) {

    LossScene {
      lines = List.copyOf(lines);
    }
  }
}

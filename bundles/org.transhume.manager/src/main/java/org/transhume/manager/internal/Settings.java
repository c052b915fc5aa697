// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.transhume.api.model.Mode;
import org.transhume.api.model.Move;
import org.transhume.spi.transport.Endpoint;

/**
 * The manager's configuration after it was checked.
 *
 * @param name the manager's name, for people
 * @param endpoints where containers with agents listen
 * @param mode how far policies may go until an operator says otherwise
 * @param policyModes the same for single policies
 * @param policyPriorities whose wishes come first, the higher first; 0 for those not in it
 * @param epochGeneration the least one; raised by an operator alone, after the journal was lost
 * @param guards what keeps policies from doing harm
 * @param powering which hosts stay on
 * @param times how long things take
 */
public record Settings(
    String name,
    List<Endpoint> endpoints,
    Mode mode,
    Map<String, Mode> policyModes,
    Map<String, Integer> policyPriorities,
    long epochGeneration,
    Guarding guards,
    Powering powering,
    Times times) {

  /** Copies the collections. */
  public Settings {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(guards, "guards");
    Objects.requireNonNull(powering, "powering");
    Objects.requireNonNull(times, "times");
    endpoints = List.copyOf(endpoints);
    policyModes = Map.copyOf(policyModes);
    policyPriorities = Map.copyOf(policyPriorities);
  }

  /** All policies of one priority, and the ordinary hosts stay on. */
  public Settings(
      String name,
      List<Endpoint> endpoints,
      Mode mode,
      Map<String, Mode> policyModes,
      long epochGeneration,
      Guarding guards,
      Times times) {
    this(
        name,
        endpoints,
        mode,
        policyModes,
        Map.of(),
        epochGeneration,
        guards,
        Powering.ORDINARY,
        times);
  }

  /**
   * Which hosts stay on, whoever wants them powered down.
   *
   * @param hostsOnAtLeast hosts that are on and heard, for everybody
   * @param spareHostsOn empty ones of these, for policies
   */
  public record Powering(int hostsOnAtLeast, int spareHostsOn) {

    /** As it is without a configuration. */
    public static final Powering ORDINARY = new Powering(2, 1);
  }

  /**
   * What keeps policies from doing harm.
   *
   * @param holdRounds in how many rounds running a policy must propose the same move
   * @param coolDownMillis how long a domain stays where a migration left it
   * @param settleMillis how long after a migration the load of its hosts says nothing
   * @param minimumGain what {@link Move#gain} must reach
   * @param gainsPerGibibyte what it must reach for each gibibyte of {@link Move#costBytes}, by the
   *     policy's name; cost does not count for those that are not here
   * @param migrationsPerSource how many may leave a host at once
   * @param migrationsPerTarget how many may arrive at a host at once
   * @param migrationsPerCluster how many may be under way at once; 0 for no cap
   * @param bandwidthLimitBytesPerSecond what each may copy in a second; 0 for no cap
   */
  public record Guarding(
      int holdRounds,
      long coolDownMillis,
      long settleMillis,
      double minimumGain,
      Map<String, Double> gainsPerGibibyte,
      int migrationsPerSource,
      int migrationsPerTarget,
      int migrationsPerCluster,
      long bandwidthLimitBytesPerSecond) {

    /** Copies the map. */
    public Guarding {
      gainsPerGibibyte = Map.copyOf(gainsPerGibibyte);
    }

    /** Whatever a move costs, and without caps on the cluster and on bandwidth. */
    public Guarding(
        int holdRounds,
        long coolDownMillis,
        long settleMillis,
        double minimumGain,
        int migrationsPerSource,
        int migrationsPerTarget) {
      this(
          holdRounds,
          coolDownMillis,
          settleMillis,
          minimumGain,
          Map.of(),
          migrationsPerSource,
          migrationsPerTarget,
          0,
          0);
    }
  }

  /**
   * How long things take.
   *
   * @param staleAfterMillis silence after which a host's data are stale
   * @param roundMillis time between two rounds in which nothing happened
   * @param policyMillis how long a policy may think
   * @param leaseMillis how long agents believe that this manager is there
   * @param limitBaseMillis time limit of a migration of no memory
   * @param limitMillisPerMebibyte what each mebibyte adds to it
   * @param patience factor on the waits for agents' connections and answers
   */
  public record Times(
      long staleAfterMillis,
      long roundMillis,
      long policyMillis,
      long leaseMillis,
      long limitBaseMillis,
      double limitMillisPerMebibyte,
      int patience) {

    /** The time limit for a domain of that size. */
    public long limitMillis(long memoryBytes) {
      return limitBaseMillis + Math.round(limitMillisPerMebibyte * (memoryBytes >> 20));
    }
  }
}

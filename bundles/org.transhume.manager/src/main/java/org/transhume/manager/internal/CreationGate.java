// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.LostDomain;
import org.transhume.manager.internal.journal.LossEntry.DomainKnown;
import org.transhume.manager.internal.journal.LossLedger;
import org.transhume.manager.internal.view.ClusterView;

/**
 * What speaks against creating a domain at this moment, and where it may go, as far as the manager
 * knows besides what the hosts say of their copies. Belongs to the loop.
 */
final class CreationGate {

  private final Creations.Surroundings around;
  private final Loop loop;
  private final ClusterView view;
  private final LossLedger known;
  private final Boots boots;

  /** By the id of its order, the virtual processors of what comes to a host. */
  private final Map<String, Integer> vcpusOfComing = new HashMap<>();

  CreationGate(Creations.Surroundings around) {
    this.around = around;
    this.loop = around.loop();
    this.view = around.view();
    this.known = around.losses().records().known();
    this.boots = around.losses().boots();
  }

  /** Whatever is silent may have it: somebody may have created it there while nobody led. */
  Optional<Explanation> silent() {
    List<String> silent =
        new ArrayList<>(
            around.losses().lostDomains().silent().stream()
                .filter(host -> !around.powers().isDown(host))
                .toList());
    around.settings().endpoints().stream()
        .map(Object::toString)
        .filter(endpoint -> view.agents().stream().noneMatch(at -> at.endpoint().equals(endpoint)))
        .filter(endpoint -> known.hosts().stream().noneMatch(at -> at.endpoint().equals(endpoint)))
        .forEach(silent::add);
    String names = String.join(", ", silent);
    return silent.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Explanation(
                "HOSTS_SILENT",
                "may be on "
                    + names
                    + ", silent and not known to be off: bring it back, fence it, or take it out"
                    + " of the manager's endpoints",
                Map.of("hosts", names)));
  }

  /** That it is being moved or booted, has just been, or is lost with its host. */
  List<Explanation> betweenPlaces(Newcomer newcomer) {
    List<Explanation> reasons = new ArrayList<>();
    uuidsOf(newcomer)
        .forEach(uuid -> reasons.addAll(around.losses().lostDomains().betweenPlaces(uuid)));
    known.repairs().stream()
        .filter(
            task -> task.begun().isCreation() && task.begun().domain().equals(newcomer.domain()))
        .forEach(task -> reasons.addAll(task.closed().reasons()));
    around.coordinator().unsettled().stream()
        .filter(move -> move.phase().isFinal() && newcomer.is(move.request()))
        .forEach(
            move ->
                reasons.add(
                    new Explanation(
                        "JUST_MOVED",
                        "migration " + move.id() + " of it has just ended: ask again",
                        Map.of("migration", move.id()))));
    known.domains().stream()
        .filter(newcomer::is)
        .filter(one -> known.off(one.host()).isPresent() && known.isToBeBooted(one))
        .filter(one -> !one.uuid().equals(newcomer.uuid()) || !around.losses().isOff(one.host()))
        .forEach(one -> reasons.add(lostWith(one)));
    return reasons.stream().distinct().toList();
  }

  /** Also of what is known by that name where the configuration leaves the uuid open. */
  private Set<String> uuidsOf(Newcomer newcomer) {
    Set<String> uuids = new TreeSet<>();
    known.domains().stream().filter(newcomer::is).map(DomainKnown::uuid).forEach(uuids::add);
    around.coordinator().statuses().stream()
        .map(MigrationStatus::request)
        .filter(newcomer::is)
        .map(MigrationRequest::domainUuid)
        .forEach(uuids::add);
    if (!newcomer.uuid().isEmpty()) {
      uuids.add(newcomer.uuid());
    }
    return uuids;
  }

  private static Explanation lostWith(DomainKnown domain) {
    return new Explanation(
        "LOST_WITH_HOST",
        domain.domain()
            + " (uuid "
            + domain.uuid()
            + ") was on "
            + domain.host()
            + ", which is off: let the policy repair boot it, or give that uuid in the"
            + " configuration while the host's word or fence counts",
        Map.of("host", domain.host(), "uuid", domain.uuid()));
  }

  // Where it goes

  /**
   * Where a domain may be created.
   *
   * @param host the host; empty when there is none
   * @param reasons why there; or why nowhere
   */
  record Place(Optional<String> host, List<Explanation> reasons) {}

  /**
   * Looks for a place.
   *
   * @param wanted the only host that will do; empty for wherever there is room
   * @param refusedBy hosts that did not take it
   */
  Place place(Newcomer newcomer, String wanted, Collection<String> refusedBy) {
    CreationPlaces places = places();
    LostDomain domain = newcomer.besides(notThere(newcomer, refusedBy));
    return wanted.isEmpty()
        ? anywhere(newcomer, places, domain)
        : there(newcomer, places, domain, wanted);
  }

  /** What is about to come there counts for those that follow, until the host shows it. */
  void begins(String id, Newcomer newcomer) {
    vcpusOfComing.put(id, newcomer.vcpus());
  }

  private Place anywhere(Newcomer newcomer, CreationPlaces places, LostDomain domain) {
    Optional<String> target = places.best(domain, newcomer.vcpus());
    if (target.isEmpty()) {
      List<Explanation> reasons = new ArrayList<>(justGone(newcomer).stream().toList());
      reasons.addAll(places.nowhere(domain, newcomer.vcpus()));
      return new Place(target, reasons);
    }
    String needed = Long.toString(domain.memoryBytes() >> 20);
    String room = Long.toString(places.roomMebibytes(target.get()));
    List<Explanation> reasons = new ArrayList<>();
    reasons.add(
        new Explanation(
            "PLACED",
            target.get()
                + " has the most room of those that fit best, "
                + room
                + " MiB, of which it takes "
                + needed,
            Map.of("host", target.get(), "roomMebibytes", room, "memoryMebibytes", needed)));
    reasons.addAll(places.remarks(domain, newcomer.vcpus(), target.get()));
    return new Place(target, reasons);
  }

  private Place there(Newcomer newcomer, CreationPlaces places, LostDomain domain, String wanted) {
    List<Explanation> against = new ArrayList<>(places.against(domain, newcomer.vcpus(), wanted));
    if (domain.refusedBy().contains(wanted)) {
      against.add(justGone(newcomer).orElseGet(() -> elsewhere(newcomer, wanted)));
    }
    if (!against.isEmpty()) {
      return new Place(Optional.empty(), against);
    }
    List<Explanation> reasons = new ArrayList<>();
    reasons.add(new Explanation("OPERATOR", "wanted by an operator", Map.of("host", wanted)));
    reasons.addAll(places.remarks(domain, newcomer.vcpus(), wanted));
    return new Place(Optional.of(wanted), reasons);
  }

  /** Hosts that cannot have it: they would refuse, or its guest may just be rebooting elsewhere. */
  private List<String> notThere(Newcomer newcomer, Collection<String> refusedBy) {
    Set<String> hosts = new TreeSet<>(refusedBy);
    for (AgentPort agent : view.agents()) {
      boolean left = around.losses().elsewhere(agent.host()).stream().anyMatch(newcomer::is);
      boolean gone =
          lastPlace(newcomer).filter(last -> !last.host().equals(agent.host())).isPresent();
      if (left || gone) {
        hosts.add(agent.host());
      }
    }
    return List.copyOf(hosts);
  }

  /** Where it was until a moment ago, if there is a host that can be asked. */
  private Optional<DomainKnown> lastPlace(Newcomer newcomer) {
    Stops stops = around.losses().stops();
    return Stream.concat(
            known.domains().stream(),
            known.stops().stopped().stream()
                .filter(stops::isJustGone)
                .map(stopped -> stopped.begun().known()))
        .filter(newcomer::is)
        .filter(one -> view.agent(one.host()).isPresent())
        .findFirst();
  }

  private Optional<Explanation> justGone(Newcomer newcomer) {
    return lastPlace(newcomer)
        .map(
            last ->
                new Explanation(
                    "JUST_GONE",
                    "was on "
                        + last.host()
                        + " until a moment ago, and may be rebooting there: create it there, or ask"
                        + " again in a minute",
                    Map.of("host", last.host(), "uuid", last.uuid())));
  }

  private Explanation elsewhere(Newcomer newcomer, String host) {
    return around.losses().elsewhere(host).stream()
        .filter(newcomer::is)
        .findFirst()
        .map(
            one ->
                new Explanation(
                    "RUNS_ELSEWHERE",
                    one.domain() + " was on " + host + " and is on " + one.host() + ", or may be",
                    Map.of("uuid", one.uuid(), "host", one.host())))
        .orElseGet(() -> Explanation.of("REFUSED", host + " has refused it"));
  }

  private CreationPlaces places() {
    ClusterSnapshot snapshot =
        view.snapshot(
            loop.monotonicMillis(), around.clock().millis(), around.coordinator().running());
    List<Boots.Coming> coming = boots.coming();
    vcpusOfComing.keySet().retainAll(coming.stream().map(one -> one.boot().id()).toList());
    return new CreationPlaces(snapshot, coming, vcpusOfComing);
  }
}

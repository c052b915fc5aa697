// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.transhume.api.model.CopyKind;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.Explanation;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.DomainObservation;
import org.transhume.spi.hypervisor.HostObservation;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.Reason;

/**
 * Looks at the host. {@code xl list -v} is the truth of each look, in one call; whatever else is
 * known of a domain is joined to it by domid and uuid. The commands that tell what rarely changes
 * run when a copy is new or their answer is old, and the one that tells the free memory when any
 * domain's memory has changed, because each start of a program costs dom0 processor time that
 * domains would like to have.
 */
final class Inventory {

  private final XlSettings settings;
  private final Xl xl;
  private final GuestFeatures guestFeatures;
  private final Clock clock;
  private final LongSupplier nanoTime;

  private volatile Details details = Details.NONE;
  private volatile Facts facts;

  Inventory(XlSettings settings, Xl xl, CommandRunner runner, Clock clock, LongSupplier nanoTime) {
    this.settings = settings;
    this.xl = xl;
    this.guestFeatures = new GuestFeatures(runner, settings.commandTimeLimit());
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /** One look. */
  synchronized HostObservation look() throws HypervisorException {
    Listing listing = list();
    Facts known = factsFor(listing);
    refreshDetails(listing.domains(), known.facts(), listing.nanos());
    return observation(listing, known.facts());
  }

  /** One look with nothing but a listing; waits for no other look. */
  HostObservation glance() throws HypervisorException {
    Listing listing = list();
    Facts known = facts;
    return observation(listing, known == null ? readFacts() : known.facts());
  }

  /** What xl tells of the host now. */
  HostFacts readFacts() throws HypervisorException {
    return HostFacts.parse(xl.run("info"));
  }

  private Facts factsFor(Listing listing) throws HypervisorException {
    Facts known = facts;
    boolean stands =
        known != null
            && known.memory().equals(listing.memory())
            && listing.nanos() - known.atNanos() < settings.detailsMaxAge().toNanos();
    if (!stands) {
      known = new Facts(readFacts(), listing.memory(), listing.nanos());
      facts = known;
    }
    return known;
  }

  /** The listing tells of a moment somewhere within its command's run: its middle is taken. */
  private Listing list() throws HypervisorException {
    long began = nanoTime.getAsLong();
    CommandResult result = xl.run("list", "-v");
    long half = (nanoTime.getAsLong() - began) / 2;
    return new Listing(
        DomainRow.parse(result), result, clock.instant().minusNanos(half), began + half);
  }

  private HostObservation observation(Listing listing, HostFacts known) throws HypervisorException {
    TransferProcesses transfers = transfers();
    return new HostObservation(
        settings.host(),
        listing.takenAt(),
        listing.nanos(),
        "Xen " + known.xenVersion(),
        known.physicalCpus(),
        known.totalMemoryBytes(),
        known.freeMemoryBytes(),
        listing.controlDomain().cpuTime(),
        known.cpuFeatures(),
        listing.domains().stream().map(row -> observation(row, known, transfers)).toList());
  }

  /** The processes that move domains at this moment. */
  TransferProcesses transfers() throws HypervisorException {
    Path proc = settings.root().resolve("proc");
    try {
      return TransferProcesses.in(proc);
    } catch (IOException e) {
      throw new HypervisorException(
          Reason.NOT_AVAILABLE,
          "Running processes cannot be seen in " + proc + ": " + e.getMessage(),
          Map.of("folder", proc.toString()),
          e);
    }
  }

  private void refreshDetails(List<DomainRow> rows, HostFacts facts, long nanos)
      throws HypervisorException {
    Set<DomainIdentity> named =
        rows.stream()
            .filter(row -> isSettled(row.state()))
            .map(DomainRow::identity)
            .collect(Collectors.toUnmodifiableSet());
    boolean fresh = nanos - details.atNanos() < settings.detailsMaxAge().toNanos();
    if (fresh && details.named().containsAll(named)) {
      return;
    }
    Map<Copy, DomainDetails> byCopy = new HashMap<>();
    DomainDetails.parse(xl.run("list", "-l"))
        .forEach((domid, found) -> byCopy.put(new Copy(domid, found.uuid()), found));
    boolean complete = true;
    Map<Copy, GuestFeatures.Ability> abilities = new HashMap<>();
    for (DomainIdentity identity : named) {
      Copy copy = Copy.of(identity);
      complete &= byCopy.containsKey(copy) && byCopy.get(copy).share().isPresent();
      boolean proven = details.suspending().get(copy) == GuestFeatures.Ability.YES;
      abilities.put(
          copy, proven ? GuestFeatures.Ability.YES : guestFeatures.canSuspend(copy.domainId()));
    }
    details =
        new Details(
            named,
            byCopy,
            complete ? Map.of() : shares(facts.scheduler()),
            abilities,
            Xendomains.in(settings.root()),
            nanos);
  }

  /** For domains that {@code xl list -l} left out. */
  private Map<Integer, Share> shares(String scheduler) throws HypervisorException {
    return switch (scheduler) {
      case "credit2", "credit" -> Share.parse(xl.run("sched-" + scheduler));
      default -> Map.of();
    };
  }

  private DomainObservation observation(
      DomainRow row, HostFacts facts, TransferProcesses transfers) {
    Copy copy = Copy.of(row.identity());
    Optional<DomainDetails> known = Optional.ofNullable(details.byCopy().get(copy));
    Share share =
        known
            .flatMap(DomainDetails::share)
            .orElse(details.shares().getOrDefault(copy.domainId(), Share.DEFAULT));
    long memoryBytes = row.memoryMebibytes() << 20;
    return new DomainObservation(
        row.identity(),
        row.name().baseName(),
        row.name().copyKind(),
        row.state(),
        known.flatMap(DomainDetails::type),
        memoryBytes,
        Math.max(memoryBytes, known.map(DomainDetails::maximumMemoryBytes).orElse(0L)),
        row.vcpus(),
        share.weight(),
        share.capPercent(),
        row.cpuTime(),
        known
            .map(found -> networkCounters().bytes(copy.domainId(), found.interfaceNames()))
            .orElse(OptionalLong.empty()),
        known.map(DomainDetails::devices).orElse(List.of()),
        transfers.concern(row),
        row.name().copyKind() == CopyKind.ORDINARY ? obstacles(row, known, facts) : List.of());
  }

  private NetworkCounters networkCounters() {
    return new NetworkCounters(settings.root().resolve("sys/class/net"));
  }

  private List<Explanation> obstacles(
      DomainRow row, Optional<DomainDetails> known, HostFacts facts) {
    List<Explanation> obstacles = new ArrayList<>();
    known.ifPresent(found -> obstacles.addAll(found.obstacles(facts.lacksShadowPaging())));
    if (details.suspending().get(Copy.of(row.identity())) == GuestFeatures.Ability.NO) {
      obstacles.add(
          Explanation.of(
              "GUEST_CANNOT_SUSPEND",
              "The guest does not offer to be suspended: its kernel lacks support for it."));
    }
    obstacles.addAll(details.atBoot().obstacles(row.identity().name()));
    return obstacles;
  }

  private static boolean isSettled(DomainState state) {
    return state != DomainState.BUILDING && state != DomainState.DYING;
  }

  /** A copy, whatever its name: a rename makes its details worth another look, not another's. */
  private record Copy(int domainId, String uuid) {

    static Copy of(DomainIdentity identity) {
      return new Copy(identity.domainId(), identity.uuid());
    }
  }

  /** What {@code xl list -v} told, and of which moment. */
  private record Listing(List<DomainRow> rows, CommandResult result, Instant takenAt, long nanos) {

    DomainRow controlDomain() throws HypervisorException {
      return rows.stream()
          .filter(DomainRow::isControlDomain)
          .findFirst()
          .orElseThrow(() -> Garbage.in(result, "no line for domain 0"));
    }

    List<DomainRow> domains() {
      return rows.stream().filter(row -> !row.isControlDomain()).toList();
    }

    /** Which domain holds how much: while this stays, the free memory does. */
    Map<DomainIdentity, Long> memory() {
      return rows.stream()
          .collect(
              Collectors.toUnmodifiableMap(
                  DomainRow::identity, DomainRow::memoryMebibytes, (one, other) -> one));
    }
  }

  /**
   * What {@code xl info} told.
   *
   * @param memory which domain held how much then
   */
  private record Facts(HostFacts facts, Map<DomainIdentity, Long> memory, long atNanos) {}

  /**
   * What rarely changes.
   *
   * @param named the copies at that look, under their names then: an arrival ends with a rename
   * @param shares of all domains, where {@code xl list -l} left one out
   * @param suspending whether guests can be suspended
   * @param atBoot what this host would start
   */
  private record Details(
      Set<DomainIdentity> named,
      Map<Copy, DomainDetails> byCopy,
      Map<Integer, Share> shares,
      Map<Copy, GuestFeatures.Ability> suspending,
      Xendomains atBoot,
      long atNanos) {

    static final Details NONE =
        new Details(Set.of(), Map.of(), Map.of(), Map.of(), Xendomains.NOTHING, 0);
  }
}

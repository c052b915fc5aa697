// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.DomainObservation;
import org.transhume.spi.hypervisor.Hypervisor;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.Reason;
import org.transhume.spi.hypervisor.Transfer;
import org.transhume.spi.hypervisor.TransferOutcome;

/** Hosts a, b and c in virtual time: two processors, 4 GiB, a link of 32 MiB/s each. */
final class VirtualCluster {

  static final long MEBIBYTE = 1L << 20;
  static final double LINK = 32 * MEBIBYTE;

  private final VirtualTimeline timeline = new VirtualTimeline(Instant.EPOCH);
  private final SimulatedCluster cluster;
  private final List<SimulationEvent> events = new ArrayList<>();

  VirtualCluster() {
    this(new ClusterSettings(1, hosts(), Costs.ordinary(), 0, 4096));
  }

  VirtualCluster(ClusterSettings settings) {
    cluster = new SimulatedCluster(settings, timeline);
    cluster.onEvent(events::add);
  }

  static List<HostShape> hosts() {
    return Stream.of("a", "b", "c")
        .map(name -> HostShape.of(name, 2, 4096 * MEBIBYTE, 1024 * MEBIBYTE, LINK))
        .toList();
  }

  SimulatedCluster cluster() {
    return cluster;
  }

  VirtualTimeline timeline() {
    return timeline;
  }

  List<SimulationEvent> events() {
    return List.copyOf(events);
  }

  Hypervisor host(String name) {
    return cluster.hypervisor(name);
  }

  void advance(Duration duration) {
    timeline.advance(duration);
  }

  /** Creates a domain of 256 MiB on host a. */
  DomainIdentity create(String name, String... settings) throws HypervisorException {
    return createOn("a", name, settings);
  }

  DomainIdentity createOn(String host, String name, String... settings) throws HypervisorException {
    return host(host)
        .create("name='" + name + "'\nmemory=256\n" + String.join("\n", settings) + "\n");
  }

  DomainObservation look(String host, String name) throws HypervisorException {
    return host(host).observe().domains().stream()
        .filter(domain -> domain.identity().name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " on " + host));
  }

  /** The copies on a host, each as {@code NAME STATE}. */
  List<String> copies(String host) throws HypervisorException {
    return host(host).observe().domains().stream()
        .map(domain -> domain.identity().name() + " " + domain.state())
        .toList();
  }

  Migrating migrate(DomainIdentity domain, String from, String to) throws HypervisorException {
    Sender sender = (Sender) host(from).send(domain, "m-1");
    Receiver receiver = (Receiver) host(to).receive("m-1");
    return new Migrating(sender, receiver, new VirtualCarrier(timeline, sender, receiver));
  }

  /** A migration under way, and who carries it. */
  final class Migrating {

    private final Sender sender;
    private final Receiver receiver;
    private final VirtualCarrier carrier;

    Migrating(Sender sender, Receiver receiver, VirtualCarrier carrier) {
      this.sender = sender;
      this.receiver = receiver;
      this.carrier = carrier;
    }

    Sender sender() {
      return sender;
    }

    Receiver receiver() {
      return receiver;
    }

    VirtualCarrier carrier() {
      return carrier;
    }

    /** Lets time pass until both halves have ended; answers how much. */
    Duration finish() {
      long began = timeline.nanos();
      boolean ended =
          timeline.advanceUntil(
              () -> outcome(sender).isPresent() && outcome(receiver).isPresent(),
              Duration.ofMinutes(10));
      if (!ended) {
        throw new AssertionError("a migration does not end: " + events);
      }
      return Duration.ofNanos(timeline.nanos() - began);
    }

    boolean hasEnded() {
      return outcome(sender).isPresent() && outcome(receiver).isPresent();
    }

    Optional<Reason> senderFailure() {
      return failure(sender);
    }

    Optional<Reason> receiverFailure() {
      return failure(receiver);
    }

    private Optional<Reason> failure(Transfer transfer) {
      return outcome(transfer).orElseThrow().failure().map(HypervisorException::reason);
    }
  }

  static Optional<TransferOutcome> outcome(Transfer transfer) {
    CompletableFuture<TransferOutcome> outcome = transfer.outcome().toCompletableFuture();
    return Optional.ofNullable(outcome.getNow(null));
  }
}

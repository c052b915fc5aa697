// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.model.Boot;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostLoss;
import org.transhume.api.model.HostState;
import org.transhume.api.model.LostDomain;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.DomainConfiguration;
import org.transhume.api.mx.DomainFate;
import org.transhume.api.mx.DomainFate.Fate;
import org.transhume.api.mx.NotificationTypes;
import org.transhume.manager.internal.LossListener.About;
import org.transhume.manager.internal.journal.LossEntry.BootBegun;
import org.transhume.manager.internal.journal.LossEntry.DomainKnown;
import org.transhume.manager.internal.journal.LossEntry.HostOff;
import org.transhume.manager.internal.view.ClusterView;
import org.transhume.rules.Gate;

/**
 * Acts on losses: asks the fence, and with a fresh proof that the host is off has its domains
 * booted where the policy wants them. Belongs to the loop.
 */
final class Repairs implements Boots.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(Repairs.class);

  /** For how long an operator's word counts. */
  static final long WORD_MILLIS = 600_000;

  /** Somebody may switch the host on again: after that the fence is asked anew. */
  private static final long PROOF_MILLIS = 120_000;

  private static final long FENCE_AGAIN_MILLIS = 60_000;
  private static final long BOOT_AGAIN_MILLIS = 10_000;
  private static final long REFUSED_MILLIS = 600_000;

  private final Losses.Surroundings around;
  private final Loop loop;
  private final ClusterView view;
  private final DomainRecords records;
  private final Boots boots;
  private final Stops stops;
  private final LostDomains lostDomains;
  private final LossReport report;
  private final Fences fences;
  private final PlugInBorder border;
  private final LossListener listener;
  private final Map<String, Loss> losses;
  private long numbers;

  /**
   * Repairs of those losses.
   *
   * @param losses the open ones, by host
   */
  Repairs(
      Losses.Surroundings around,
      DomainRecords records,
      Epoch epoch,
      LossListener listener,
      Map<String, Loss> losses) {
    this.around = around;
    this.loop = around.loop();
    this.view = around.view();
    this.records = records;
    this.fences = around.fences();
    this.border = around.border();
    this.boots = new Boots(loop, around.journal(), view, records, epoch, this);
    this.stops =
        new Stops(
            loop, around.clock(), around.journal(), view, records, epoch, listener::superseded);
    this.lostDomains =
        new LostDomains(
            view, records.known(), around.coordinator(), boots, stops, around.rulebook());
    this.report = new LossReport(loop, records, lostDomains, boots, fences);
    this.listener = listener;
    this.losses = losses;
  }

  Boots boots() {
    return boots;
  }

  Stops stops() {
    return stops;
  }

  LostDomains lostDomains() {
    return lostDomains;
  }

  LossReport report() {
    return report;
  }

  /** Takes the next step, where there is one to take now. */
  void advance(Loss loss) {
    long now = loop.monotonicMillis();
    if (loss.isBack() || view.agent(loss.host).isPresent()) {
      return;
    }
    if (!loss.isOff(now)) {
      if (loss.automatic && now >= loss.askAgainMillis && isWorthAsking(loss)) {
        fence(loss);
      }
    } else if (loss.automatic || loss.proof.orElseThrow().byOperator()) {
      loss.proposal.boots().forEach(boot -> boot(loss, boot));
    }
  }

  /** A host that has nothing to boot is fenced once, so that it keeps no other waiting. */
  private boolean isWorthAsking(Loss loss) {
    return loss.proof.isEmpty() || !loss.proposal.boots().isEmpty();
  }

  private void fence(Loss loss) {
    if (loss.asking) {
      return;
    }
    loss.asking = true;
    loss.askAgainMillis = loop.monotonicMillis() + FENCE_AGAIN_MILLIS;
    String host = loss.host;
    border.call(
        "fence of " + host,
        () -> fences.fence(host),
        result -> fenced(loss, result.isFenced(), result.text()),
        why -> fenced(loss, false, why));
  }

  private void fenced(Loss loss, boolean off, String text) {
    loss.asking = false;
    if (losses.get(loss.host) != loss || loss.isBack()) {
      return;
    }
    if (off) {
      LOG.warn("{} is off: {}", loss.host, text);
      records.keep(
          "power of " + loss.host, new HostOff(loss.host, "fence", text, around.clock().millis()));
      isOff(loss, new Loss.Proof(false, text, loop.monotonicMillis() + PROOF_MILLIS));
      return;
    }
    boolean news = !text.equals(loss.unfenced);
    loss.unfenced = text;
    if (news) {
      LOG.error("{} could not be fenced, and nothing is booted: {}", loss.host, text);
      List<Explanation> reasons = new ArrayList<>(List.of(Explanation.of("NOT_FENCED", text)));
      report.toDo(loss).forEach(line -> reasons.add(Explanation.of("TO_DO", line)));
      listener.happened(NotificationTypes.LOSS_UNFENCED, loss.host, About.HOST, reasons);
    }
  }

  private void isOff(Loss loss, Loss.Proof proof) {
    loss.proof = Optional.of(proof);
    loss.askAgainMillis = 0;
    boots.targetIsOff(loss.host);
    stops.hostIsOff(loss.host);
    listener.happened(
        NotificationTypes.LOSS_FENCED,
        loss.host,
        About.HOST,
        List.of(Explanation.of("OFF", proof.text())));
    List.copyOf(losses.values()).forEach(this::advance);
  }

  /**
   * An operator states that the host is off; over when that is durable.
   *
   * @throws IllegalArgumentException when it is heard
   */
  CompletionStage<Void> confirmOff(Loss loss) {
    String host = loss.host;
    if (loss.isBack() || view.agent(host).isPresent()) {
      throw new IllegalArgumentException(host + " is heard: it is not off");
    }
    String text = "an operator has said so";
    HostOff word = new HostOff(host, HostOff.OPERATOR, text, around.clock().millis());
    return around
        .journal()
        .append(word)
        .thenRunAsync(
            () -> {
              LOG.warn("an operator states that {} is off", host);
              if (losses.get(host) == loss && !loss.isBack()) {
                records.known().add(word);
                isOff(loss, new Loss.Proof(true, text, loop.monotonicMillis() + WORD_MILLIS));
              }
            },
            loop);
  }

  private void boot(Loss loss, Boot boot) {
    Optional<DomainKnown> domain =
        records.known().domain(boot.domainUuid()).filter(one -> one.host().equals(loss.host));
    if (domain.isEmpty()
        || loop.monotonicMillis() < loss.bootNotBeforeMillis
        || !lostDomains.obstacles(domain.get()).isEmpty()
        || loss.refusedBy(boot.domainUuid(), loop.monotonicMillis()).contains(boot.target())
        || boots.isBusy(boot.target())
        || !hasRoom(boot.target(), domain.get().memoryBytes())) {
      return;
    }
    List<Explanation> rules = rulesAgainst(domain.get(), boot.target());
    if (!rules.isEmpty()) {
      loss.refused(boot.domainUuid(), boot.target(), loop.monotonicMillis() + REFUSED_MILLIS);
      LOG.warn("{} is not booted on {}: {}", boot.domain(), boot.target(), rules);
      listener.happened(
          NotificationTypes.LOSS_UNBOOTED,
          loss.host,
          new About(boot.domainUuid(), boot.domain(), boot.target()),
          rules);
      return;
    }
    numbers++;
    String id = "b-" + Long.toString(around.clock().millis(), 36) + "-" + numbers;
    LOG.warn("boot {}: {} of {}, which is off, on {}", id, boot.domain(), loss.host, boot.target());
    boots.begin(
        new BootBegun(
            id,
            boot.domainUuid(),
            boot.domain(),
            loss.host,
            boot.target(),
            around.clock().millis(),
            ""),
        domain.get().memoryBytes(),
        records
            .known()
            .configuration(boot.domainUuid())
            .map(DomainConfiguration::text)
            .orElseThrow());
  }

  private List<Explanation> rulesAgainst(DomainKnown domain, String target) {
    LostDomain lost =
        new LostDomain(domain.uuid(), domain.domain(), domain.memoryBytes(), List.of(), List.of());
    return Gate.enforcing(
            view.snapshot(
                    loop.monotonicMillis(), around.clock().millis(), around.coordinator().running())
                .with(hostsThatAreOff()))
        .againstBoot(lost, target);
  }

  private List<HostLoss> hostsThatAreOff() {
    return losses.values().stream()
        .filter(loss -> loss.isOff(loop.monotonicMillis()))
        .map(
            loss ->
                new HostLoss(
                    loss.host, HostState.ACTIVE, loss.silentSinceEpochMillis, true, List.of()))
        .toList();
  }

  private boolean hasRoom(String target, long memoryBytes) {
    if (view.agent(target).isEmpty()
        || view.staleHosts(loop.monotonicMillis()).containsKey(target)) {
      return false;
    }
    long coming = around.coordinator().memoryOnTheWayTo(target);
    return view.samples().stream()
        .anyMatch(
            sample ->
                sample.host().equals(target)
                    && sample.state() == HostState.ACTIVE
                    && sample.freeMemoryBytes() - coming > memoryBytes);
  }

  @Override
  public void ended(BootBegun boot, MigrationPhase phase, List<Explanation> reasons) {
    if (boot.isCreation()) {
      return;
    }
    About about = new About(boot.uuid(), boot.domain(), boot.target());
    Loss loss = losses.get(boot.lostHost());
    if (phase == MigrationPhase.DONE) {
      if (loss != null) {
        loss.booted.put(
            boot.uuid(),
            new DomainFate(boot.uuid(), boot.domain(), Fate.BOOTED, boot.target(), List.of()));
      }
      listener.happened(NotificationTypes.LOSS_BOOTED, boot.lostHost(), about, reasons);
    } else {
      if (loss != null && phase == MigrationPhase.REFUSED) {
        loss.refused(boot.uuid(), boot.target(), loop.monotonicMillis() + REFUSED_MILLIS);
      }
      if (loss != null && phase == MigrationPhase.CANCELLED) {
        loss.bootNotBeforeMillis = loop.monotonicMillis() + BOOT_AGAIN_MILLIS;
      }
      LOG.error("{} was not booted on {}: {}", boot.domain(), boot.target(), reasons);
      listener.happened(NotificationTypes.LOSS_UNBOOTED, boot.lostHost(), about, reasons);
    }
    if (loss != null) {
      loop.execute(() -> advance(loss));
    }
  }

  @Override
  public void superseded(String why) {
    listener.superseded(why);
  }
}

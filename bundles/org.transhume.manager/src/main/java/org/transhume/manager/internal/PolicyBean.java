// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.transhume.api.model.Mode;
import org.transhume.api.model.Proposal;
import org.transhume.api.mx.CanaryReport;
import org.transhume.api.mx.PolicyMXBean;
import org.transhume.api.mx.PolicyParameter;

/** A policy for people, whichever version serves. */
final class PolicyBean implements PolicyMXBean {

  private final Manager manager;
  private final Desk desk;
  private final PolicySlot slot;

  PolicyBean(Manager manager, Desk desk, PolicySlot slot) {
    this.manager = manager;
    this.desk = desk;
    this.slot = slot;
  }

  @Override
  public String getName() {
    return slot.name;
  }

  @Override
  public String getVersion() {
    return desk.ask(() -> slot.serving().map(some -> some.version().toString()).orElse(""));
  }

  @Override
  public List<String> getOtherVersions() {
    return desk.ask(
        () ->
            slot.versions.stream()
                .filter(version -> !slot.isServedBy(version))
                .map(version -> version.version().toString())
                .toList());
  }

  @Override
  public CanaryReport getCanary() {
    return desk.ask(() -> slot.canary().map(Canary::report).orElse(null));
  }

  @Override
  public int getCanaryRounds() {
    return desk.ask(slot.trials::canaryRounds);
  }

  @Override
  public void setCanaryRounds(int rounds) {
    set(trials -> trials.setCanaryRounds(rounds));
  }

  @Override
  public int getMoveBound() {
    return desk.ask(slot.trials::moveBound);
  }

  @Override
  public void setMoveBound(int most) {
    set(trials -> trials.setMoveBound(most));
  }

  @Override
  public long getMoveWindowMillis() {
    return desk.ask(slot.trials::moveWindowMillis);
  }

  @Override
  public void setMoveWindowMillis(long millis) {
    set(trials -> trials.setMoveWindowMillis(millis));
  }

  @Override
  public Map<String, String> getBarredVersions() {
    return desk.ask(slot.trials::barred);
  }

  @Override
  public void promote(String version) {
    desk.tell(() -> manager.policies().promote(slot, version));
  }

  @Override
  public void setBack() {
    desk.tell(() -> manager.policies().setBack(slot, "set back by an operator"));
  }

  private void set(Consumer<Trials> change) {
    desk.tell(() -> manager.policies().setTrials(slot, change));
  }

  @Override
  public int getPriority() {
    return desk.ask(slot::priority);
  }

  @Override
  public void setPriority(int priority) {
    desk.tell(() -> manager.policies().setPriority(slot, priority));
  }

  @Override
  public List<String> getWindows() {
    return desk.ask(slot::windowTexts);
  }

  @Override
  public void setWindows(List<String> windows) {
    if (windows == null) {
      throw new IllegalArgumentException("windows are missing; an empty list is for always");
    }
    desk.tell(() -> manager.policies().setWindows(slot, windows));
  }

  @Override
  public Mode getMode() {
    return desk.ask(() -> slot.mode);
  }

  @Override
  public void setMode(Mode mode) {
    if (mode == null) {
      throw new IllegalArgumentException("a mode is OBSERVE, ADVISE or AUTOMATIC");
    }
    desk.tell(() -> manager.policies().setMode(slot, mode));
  }

  @Override
  public Map<String, String> getState() {
    return desk.ask(slot::stateAsText);
  }

  @Override
  public Proposal getLastProposal() {
    return desk.ask(slot::lastProposal);
  }

  @Override
  public Long getLastProposalAtEpochMillis() {
    return desk.ask(slot::lastProposalAt);
  }

  @Override
  public List<PolicyParameter> getParameters() {
    return desk.ask(slot::parameters);
  }

  @Override
  public void setParameter(String name, double value) {
    desk.tell(() -> manager.policies().setParameter(slot, name, value));
  }

  @Override
  public Proposal propose() {
    return desk.await(
        () -> {
          CompletableFuture<Proposal> proposal = new CompletableFuture<>();
          manager
              .rounds()
              .propose(
                  slot,
                  proposal::complete,
                  why -> proposal.completeExceptionally(new IllegalStateException(why)));
          return proposal;
        });
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.check;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.StepResult;
import org.transhume.migration.side.Canonical;
import org.transhume.migration.side.CopySighting;
import org.transhume.migration.side.CopyState;
import org.transhume.migration.side.MigrationSide;
import org.transhume.migration.side.Remedy;
import org.transhume.migration.side.Side;
import org.transhume.migration.side.SideCommand;
import org.transhume.migration.side.SideEvent;
import org.transhume.migration.side.SideStep;

/** Mistakes that are easily made. The check is worth something only if it finds each of them. */
enum Mutant {
  RESUMES_BEFORE_THE_TARGET_IS_KNOWN_NOT_TO_HAVE_RUN(
      Scenarios.one(), 2, Fault.SENDER_KILLED, Fault.AGENT_RESTART) {
    @Override
    Machines machines() {
      return new Machines() {
        @Override
        SideStep on(MigrationSide side, SideEvent event) {
          boolean unknown = Canonical.told(side).isEmpty();
          return unknown && isLeftBehind(side, event)
              ? resumes(side, sighting(event).orElseThrow())
              : super.on(side, event);
        }
      };
    }
  },
  RESUMES_AFTER_FENCING_A_TARGET_THAT_HAD_GO(Scenarios.one(), 1, Fault.HOST_LOST) {
    @Override
    Machines machines() {
      return new Machines() {
        @Override
        SideStep on(MigrationSide side, SideEvent event) {
          boolean gone =
              Canonical.told(side).filter(told -> told.copy() == CopyState.ABSENT).isPresent();
          return gone && isLeftBehind(side, event)
              ? resumes(side, sighting(event).orElseThrow())
              : super.on(side, event);
        }
      };
    }
  },
  FORGETS_THE_ORPHAN(Scenarios.one(), 1, Fault.RECEIVER_KILLED) {
    @Override
    Machines machines() {
      return new Machines() {
        @Override
        SideStep on(MigrationSide side, SideEvent event) {
          return isOrphan(side, event)
              ? super.on(
                  side,
                  new SideEvent.Observed(
                      new CopySighting(
                          CopyState.ABSENT,
                          Optional.empty(),
                          false,
                          sighting(event).orElseThrow().cpuTime(),
                          0)))
              : super.on(side, event);
        }
      };
    }
  },
  REMOVES_A_FOREIGN_ORPHAN(Scenarios.foreign(), 1, Fault.FOREIGN_MIGRATION) {
    @Override
    Machines machines() {
      return new Machines() {
        @Override
        SideStep on(MigrationSide side, SideEvent event) {
          boolean foreign =
              side.side() == Side.TARGET
                  && side.transfer() == MigrationSide.Transfer.NONE
                  && side.phase() == MigrationPhase.FINISHING
                  && sighting(event).filter(s -> s.state() == CopyState.INCOMING).isPresent();
          return foreign
              ? destroysTarget(side, sighting(event).orElseThrow())
              : super.on(side, event);
        }
      };
    }
  },
  TAKES_THE_COPY_THAT_ITS_RECEIVER_HAS_FOUND_FOR_ITS_OWN(
      Scenarios.foreign(), 3, Fault.FOREIGN_MIGRATION, Fault.SENDER_KILLED, Fault.RECEIVER_KILLED) {
    @Override
    Machines machines() {
      return new Machines() {
        @Override
        SideStep on(MigrationSide side, SideEvent event) {
          return super.on(
              side,
              event.equals(new SideEvent.TransferEnded(Optional.of(Agents.ANOTHER_COPY)))
                  ? new SideEvent.TransferEnded(Optional.of(Agents.WHY))
                  : event);
        }
      };
    }
  },
  REMOVES_WHAT_A_LATER_MOVE_BY_HAND_HAS_BROUGHT(
      Scenarios.foreign(), 3, Fault.FOREIGN_MIGRATION, Fault.SENDER_KILLED, Fault.RECEIVER_KILLED) {
    @Override
    Machines machines() {
      return new Machines() {
        @Override
        SideStep on(MigrationSide side, SideEvent event) {
          boolean staysAtTheSource =
              Canonical.told(side).filter(told -> told.copy() == CopyState.RUNNING).isPresent();
          return staysAtTheSource
                  && side.side() == Side.TARGET
                  && sees(side, event, CopyState.PAUSED)
              ? destroysTarget(side, sighting(event).orElseThrow())
              : super.on(side, event);
        }
      };
    }
  },
  ACCEPTS_AN_OLD_EPOCH(Scenarios.one(), 1, Fault.SUPERSESSION) {
    @Override
    Machines machines() {
      return new Machines() {
        @Override
        boolean refuses(Epoch known, Epoch given) {
          return false;
        }
      };
    }
  },
  FORWARDS_GO_AFTER_A_CANCEL(Scenarios.one(), 1, Fault.CANCEL) {
    @Override
    Machines machines() {
      return new Machines() {
        @Override
        SideStep on(MigrationSide side, SideEvent event) {
          boolean cancels =
              event instanceof SideEvent.Aborted
                  && side.phase() == MigrationPhase.HANDOVER
                  && !side.gate().passed();
          return cancels
              ? new SideStep(
                  side,
                  List.of(
                      new SideCommand.Answer(
                          SideCommand.Order.ABORT, StepResult.accepted(side.phase()))))
              : super.on(side, event);
        }
      };
    }
  },
  LETS_A_SECOND_SENDER_FAIL_DURING_THE_FIRST_ONES_HAND_OVER(Scenarios.sameDomain(), 0) {
    @Override
    Machines machines() {
      return new Machines() {
        @Override
        boolean locksDomains() {
          return false;
        }
      };
    }
  };

  private final Scenario scenario;

  Mutant(Scenario scenario, int mostFaults, Fault... faults) {
    Set<Fault> kinds = EnumSet.noneOf(Fault.class);
    kinds.addAll(List.of(faults));
    this.scenario =
        new Scenario(scenario.name(), scenario.migrations(), scenario.foreign(), kinds, mostFaults);
  }

  abstract Machines machines();

  /** The smallest scenario that shows it. */
  Scenario scenario() {
    return scenario;
  }

  /** The mistake in words. */
  String inWords() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }

  private static Optional<CopySighting> sighting(SideEvent event) {
    return event instanceof SideEvent.Observed observed
        ? Optional.of(observed.sighting())
        : Optional.empty();
  }

  private static boolean sees(MigrationSide side, SideEvent event, CopyState state) {
    return Canonical.isOrderedToFinish(side)
        && side.phase() == MigrationPhase.FINISHING
        && sighting(event).filter(seen -> seen.state() == state && !seen.unsettled()).isPresent();
  }

  private static boolean isLeftBehind(MigrationSide side, SideEvent event) {
    return side.side() == Side.SOURCE && sees(side, event, CopyState.MIGRATED_AWAY);
  }

  private static boolean isOrphan(MigrationSide side, SideEvent event) {
    return side.side() == Side.TARGET && sees(side, event, CopyState.INCOMING);
  }

  private static SideStep destroysTarget(MigrationSide side, CopySighting seen) {
    return new SideStep(
        side, List.of(new SideCommand.Act(Remedy.DESTROY_TARGET, seen.identity().orElseThrow())));
  }

  private static SideStep resumes(MigrationSide side, CopySighting seen) {
    return new SideStep(
        side, List.of(new SideCommand.Act(Remedy.RESUME_SOURCE, seen.identity().orElseThrow())));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import java.util.List;

/**
 * What a target looks at before it prepares. All that speaks against it is told, not only the first
 * thing.
 */
public final class PrepareChecks {

  /** In the order in which their findings are told. */
  static final List<PreflightCheck<ArrivalSituation>> ALL =
      List.of(
          new RightTarget(),
          new TargetIsActive(),
          new TargetIsNotBusy(),
          new StreamsComeIn(),
          new NameAndUuidAreFree(),
          new NoOldImage(),
          new HostTakesDomains(),
          new DomainIsNotBanned(),
          new DomainIsNotFencedOut(),
          new GroupStaysApart(),
          new ProcessorsSuffice(),
          new MemorySuffices(),
          new NoBallooning(),
          new ReleaseFits(),
          new ProcessorFits(),
          new TimestampsFit(),
          new ClocksAgree(),
          new DisksAreTheSame(),
          new BootFilesAreThere(),
          new BridgesAreThere());

  private PrepareChecks() {}

  /** What they find. */
  public static Findings in(ArrivalSituation situation) {
    return Findings.of(ALL, situation);
  }
}

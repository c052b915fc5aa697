// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.campaign;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.transhume.campaign.CountingWrapper;
import org.transhume.cli.internal.session.ComponentFiles;

/**
 * The configuration of the campaign's container. Looks, holds and waits are shorter than in real
 * use, so that twelve tests fit into minutes.
 */
final class CampaignConfiguration {

  /** Name of the simulated cluster, by which its controls are found. */
  static final String SIMULATOR = "campaign";

  /** As in the report of 2008, whose fifth machine was a server. */
  static final List<String> HOSTS = List.of("a-204-02", "a-204-03", "a-204-04", "a-204-05");

  private static final int PERIOD_MILLIS = 250;
  private static final int HOLD_MILLIS = 1_000;
  private static final int SETTLE_MILLIS = 500;

  private CampaignConfiguration() {}

  /**
   * What the container is told.
   *
   * @param identity folder of the container's identity
   * @param domains where process-backed domains have their data
   */
  static ComponentFiles of(int port, Path identity, Path domains) {
    return new ComponentFiles(identity, port)
        .with(
            "org.transhume.hypervisor.sim",
            Map.of(
                "name",
                SIMULATOR,
                "hosts",
                String.join(", ", HOSTS),
                "domains",
                "none",
                "demandNoise",
                "0",
                "link",
                "48MiB/s",
                "dataFolder",
                domains.toString().replace("\\", "\\\\")))
        .with(
            "org.transhume.agent",
            Map.of("periodMillis", PERIOD_MILLIS, "streamAddress", "127.0.0.1", "streamPort", 0))
        .with(
            "org.transhume.probe.cpu",
            Map.of("probe.period.millis", PERIOD_MILLIS, "probe.hold.millis", HOLD_MILLIS))
        .with("org.transhume.wrapper-" + CountingWrapper.NAME, CountingWrapper.description(domains))
        .with(
            "org.transhume.manager",
            Map.of(
                "name",
                "campaign",
                "endpoints",
                "127.0.0.1:" + port,
                "mode",
                "ADVISE",
                "policyModes",
                "hotspot=ADVISE",
                "coolDownMillis",
                SETTLE_MILLIS,
                "settleMillis",
                SETTLE_MILLIS,
                "roundMillis",
                SETTLE_MILLIS));
  }
}

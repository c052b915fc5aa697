// SPDX-License-Identifier: Apache-2.0
package org.transhume.policy.repair.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostLoss;
import org.transhume.api.model.HostRepair;
import org.transhume.api.model.HostState;
import org.transhume.api.model.Proposal;
import org.transhume.api.model.Refusal;
import org.transhume.spi.policy.Decision;
import org.transhume.spi.policy.Parameter;
import org.transhume.spi.policy.Policy;
import org.transhume.spi.policy.PolicyContext;
import org.transhume.spi.policy.PolicyProperties;
import org.transhume.spi.policy.PolicyState;

/**
 * Holds a host to be dead that has been silent for long enough, and wants its domains booted where
 * there is room, the largest first. When too many hosts are silent at once it is more likely the
 * network that has failed, and nothing is wanted; nor of a host in maintenance. Remembers nothing.
 */
@Component(service = Policy.class)
@PolicyProperties(name = "repair")
public final class RepairPolicy implements Policy {

  static final String SILENT = "silentSeconds";
  static final String AT_MOST = "silentHostsAtMost";
  static final String RESERVE = "reserveMebibytes";

  @Override
  public List<Parameter> parameters() {
    return List.of(
        new Parameter(
            SILENT,
            "Seconds of silence after which a host is held to be dead. An agent that is merely"
                + " restarted must be back sooner.",
            120,
            10,
            86_400),
        new Parameter(
            AT_MOST,
            "When more hosts than this are silent at once the network is suspected, and nothing is"
                + " repaired.",
            1,
            1,
            1_000),
        new Parameter(
            RESERVE, "Mebibytes of memory that must stay free at a target.", 64, 0, 1 << 20));
  }

  @Override
  public Decision decide(ClusterSnapshot snapshot, PolicyState state, PolicyContext context) {
    long silentMillis = (long) (context.parameter(SILENT) * 1000);
    List<HostLoss> silent =
        snapshot.losses().stream().filter(loss -> loss.state() != HostState.MAINTENANCE).toList();
    List<HostLoss> dead =
        silent.stream()
            .filter(
                loss -> context.nowEpochMillis() - loss.silentSinceEpochMillis() >= silentMillis)
            .toList();
    List<String> undecided =
        silent.stream().filter(loss -> !loss.off()).map(HostLoss::host).toList();
    List<HostRepair> repairs = new ArrayList<>();
    List<Refusal> refusals = new ArrayList<>();
    if (undecided.size() > context.parameter(AT_MOST)) {
      dead.forEach(loss -> refusals.add(new Refusal(loss.host(), tooMany(undecided))));
    } else {
      Boots boots = new Boots(snapshot, (long) context.parameter(RESERVE) << 20);
      for (HostLoss loss : dead) {
        repairs.add(
            new HostRepair(
                loss.host(), dead(loss, context.nowEpochMillis()), boots.of(loss, refusals::add)));
      }
    }
    return new Decision(new Proposal(List.of(), refusals, repairs), state);
  }

  private static Explanation dead(HostLoss loss, long nowEpochMillis) {
    long seconds = (nowEpochMillis - loss.silentSinceEpochMillis()) / 1000;
    return new Explanation(
        "HOST_SILENT",
        loss.host() + " has been silent for " + seconds + " s",
        Map.of("host", loss.host(), "seconds", Long.toString(seconds)));
  }

  private static Explanation tooMany(List<String> hosts) {
    String names = String.join(", ", hosts);
    return new Explanation(
        "TOO_MANY_SILENT",
        hosts.size()
            + " hosts are silent at once ("
            + names
            + "): the network is suspected; if they are dead raise "
            + AT_MOST,
        Map.of("hosts", names));
  }
}

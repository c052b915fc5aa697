// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import javax.management.InstanceNotFoundException;
import javax.management.Notification;
import org.transhume.api.model.HostState;
import org.transhume.api.mx.HostMXBean;
import org.transhume.api.mx.NotificationPayload;
import org.transhume.api.mx.NotificationTypes;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.PowerEvent;

/** {@link Demo#SPARE}, as the manager shows that it goes down and comes up. */
final class SpareHost {

  private final Demo demo;
  private final List<Notification> told;

  /** Listens from now on. */
  SpareHost(Demo demo) throws IOException, InstanceNotFoundException {
    this.demo = demo;
    this.told = demo.operator().listen(ObjectNames.manager());
  }

  /**
   * Returns when it is not heard any more; nobody takes it for lost.
   *
   * @param byAndWhy what the line that people see begins with, after "powered down by"
   */
  void awaitDown(String byAndWhy) {
    String line = Demo.SPARE + ": powered down by " + byAndWhy;
    Await.until(
        "the spare host is off",
        () -> demo.cluster().getStaleHosts().stream().anyMatch(stale -> stale.startsWith(line)));
    assertThat(demo.manager().getPoweredDown()).anyMatch(down -> down.startsWith(line));
    assertThat(demo.manager().getWarnings()).isEmpty();
  }

  /** Returns when it, and every other host, is there for domains again. */
  void awaitUp() {
    HostMXBean host = demo.operator().bean(ObjectNames.host(Demo.SPARE), HostMXBean.class);
    Await.until("no host is off", () -> demo.manager().getPoweredDown().isEmpty());
    Await.until("the spare host is open again", () -> host.getState() == HostState.ACTIVE);
    demo.awaitCluster();
  }

  /** Returns when its agent runs; the manager may look for it a minute later only. */
  void awaitAgent() {
    Await.until("its agent runs", () -> demo.operator().sees(ObjectNames.host(Demo.SPARE)));
  }

  /** Returns when everybody who listens has been told these changes, such as OFF for operator. */
  void awaitTold(String... changes) {
    Await.until("everything is told", () -> changes().containsAll(List.of(changes)));
  }

  private List<String> changes() {
    return told.stream()
        .filter(heard -> heard.getType().equals(NotificationTypes.HOST_POWER))
        .map(heard -> NotificationPayload.fromOpenData(heard.getUserData(), PowerEvent.class))
        .filter(event -> event.host().equals(Demo.SPARE))
        .map(event -> event.wanted() + " for " + event.requestedBy())
        .toList();
  }
}

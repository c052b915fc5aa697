// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.management.ObjectName;
import org.transhume.api.mx.DeedState;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.WrapperDeed;
import org.transhume.api.mx.WrapperMXBean;
import org.transhume.api.mx.WrapperPhase;
import org.transhume.campaign.CountingWrapper;
import org.transhume.campaign.MissingMeans;
import org.transhume.campaign.Moved;
import org.transhume.campaign.Trial;

/** The wrapper of software in a domain that moves: is it there, does it work, and once only. */
final class WrappedSoftware {

  private static final Duration SHOWN = Duration.ofSeconds(5);
  private static final String ID = "t12-";

  private final Trial trial;
  private final String domain;
  private final List<String> wrong = new ArrayList<>();
  private int counted;

  private WrappedSoftware(Trial trial, String domain) {
    this.trial = trial;
    this.domain = domain;
  }

  /**
   * Configures and starts the software.
   *
   * @throws MissingMeans where nothing wraps it
   */
  static WrappedSoftware start(Trial trial, String domain) throws IOException, MissingMeans {
    ObjectName name = ObjectNames.wrapper(domain, CountingWrapper.NAME);
    if (!trial.holds(SHOWN, () -> trial.testbed().beans().has(name))) {
      throw new MissingMeans(
          "no wrapper '"
              + CountingWrapper.NAME
              + "' is there for "
              + domain
              + ": put org.transhume.wrapper-counter.cfg into etc/ of its hosts");
    }
    WrapperMXBean bean = trial.bean(name, WrapperMXBean.class);
    for (WrapperDeed deed :
        List.of(bean.configure(ID + "configure", Map.of()), bean.start(ID + "start"))) {
      if (deed.state() != DeedState.DONE) {
        throw new IllegalStateException(deed.operation() + " of the wrapper: " + deed.text());
      }
    }
    return new WrappedSoftware(trial, domain);
  }

  /** Looks after a move, and counts on, by the manager's MBean or the agent's by turns. */
  void follow(Moved moved) throws IOException {
    ObjectName there = ObjectNames.wrapper(moved.target(), domain, CountingWrapper.NAME);
    ObjectName before = ObjectNames.wrapper(moved.source(), domain, CountingWrapper.NAME);
    if (!trial.holds(
        SHOWN, () -> trial.testbed().beans().has(there) && !trial.testbed().beans().has(before))) {
      wrong.add("after " + moved.id() + " it is not at " + moved.target() + " alone");
      return;
    }
    ObjectName name = counted % 2 == 0 ? ObjectNames.wrapper(domain, CountingWrapper.NAME) : there;
    WrapperMXBean bean = trial.bean(name, WrapperMXBean.class);
    if (bean.getPhase() != WrapperPhase.STARTED) {
      wrong.add("after " + moved.id() + " it has forgotten that it is started: " + bean.getPhase());
    }
    counted++;
    String number = Integer.toString(counted);
    WrapperDeed deed = count(bean, moved, number);
    if (deed.state() != DeedState.DONE || !deed.text().strip().equals(number)) {
      wrong.add("call " + number + " ended " + deed.state() + " and left " + deed.text().strip());
    }
    try {
      count(bean, moved, number);
      wrong.add("call " + number + " was taken a second time under its id");
    } catch (IllegalStateException e) {
      trial.say("the same call again: " + e.getMessage());
    }
  }

  private static WrapperDeed count(WrapperMXBean bean, Moved moved, String number) {
    return bean.invoke(ID + moved.id(), CountingWrapper.COUNT, new String[] {number});
  }

  /** Notes what was seen after all moves. */
  void judge() {
    trial.expect(
        "the wrapper of software in the domain",
        "after each move at the target alone, started as before; every call done once, and refused"
            + " under the same id",
        wrong.isEmpty() ? "so after all " + counted + " moves" : String.join("; ", wrong),
        wrong.isEmpty());
  }
}

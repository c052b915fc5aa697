// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.List;
import org.transhume.api.mx.DomainFate;
import org.transhume.api.mx.LossMXBean;

/** A lost host for people. */
final class LossBean implements LossMXBean {

  private final Manager manager;
  private final Desk desk;
  private final String host;

  LossBean(Manager manager, Desk desk, String host) {
    this.manager = manager;
    this.desk = desk;
    this.host = host;
  }

  private LossStatus status() {
    return desk.ask(() -> manager.losses().status(host))
        .orElseThrow(() -> new IllegalStateException("the loss of " + host + " is over"));
  }

  @Override
  public String getHost() {
    return host;
  }

  @Override
  public long getSilentSinceEpochMillis() {
    return status().silentSinceEpochMillis();
  }

  @Override
  public String getFencing() {
    return status().fencing();
  }

  @Override
  public boolean isOff() {
    return status().off();
  }

  @Override
  public boolean isBack() {
    return status().back();
  }

  @Override
  public List<DomainFate> getDomains() {
    return status().domains();
  }

  @Override
  public List<String> getToDo() {
    return status().toDo();
  }

  @Override
  public void confirmOff() {
    desk.await(() -> manager.losses().confirmOff(host));
  }

  @Override
  public void dismiss() {
    desk.tell(() -> manager.losses().dismiss(host));
  }
}

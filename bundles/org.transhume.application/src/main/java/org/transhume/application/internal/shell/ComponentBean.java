// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.shell;

import java.util.List;
import org.transhume.api.mx.ComponentMXBean;
import org.transhume.api.mx.ReplicaState;
import org.transhume.api.mx.ReplicaStatus;
import org.transhume.application.internal.descriptor.Component;

/** One component, for people. */
record ComponentBean(Steward steward, String application, String name) implements ComponentMXBean {

  private Component component() {
    return steward
        .situation(application)
        .wish()
        .descriptor()
        .component(name)
        .orElseThrow(
            () -> new IllegalStateException(application + " has no component " + name + " now"));
  }

  @Override
  public String getApplication() {
    return application;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public String getWrapper() {
    return component().wrapper();
  }

  @Override
  public int getMinimum() {
    return component().minimum();
  }

  @Override
  public int getMaximum() {
    return component().maximum();
  }

  @Override
  public int getWanted() {
    return steward.situation(application).wish().wanted(component());
  }

  @Override
  public int getRunning() {
    return (int)
        getReplicas().stream().filter(replica -> replica.state() == ReplicaState.RUNNING).count();
  }

  @Override
  public List<ReplicaStatus> getReplicas() {
    return steward.situation(application).replicas(name);
  }

  @Override
  public void scale(int replicas, String by) {
    steward.scale(application, name, replicas, ApplicationsBean.text(by));
  }
}

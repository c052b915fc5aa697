// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.shell;

import java.util.List;
import org.transhume.api.mx.ApplicationMXBean;
import org.transhume.api.mx.ApplicationState;
import org.transhume.api.mx.ReplicaStatus;
import org.transhume.application.internal.descriptor.Component;

/** One application, for people. */
record ApplicationBean(Steward steward, String name) implements ApplicationMXBean {

  private Situation situation() {
    return steward.situation(name);
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public ApplicationState getState() {
    return situation().state();
  }

  @Override
  public List<String> getComponents() {
    return situation().wish().descriptor().components().stream().map(Component::name).toList();
  }

  @Override
  public List<ReplicaStatus> getReplicas() {
    return situation().plan().replicas();
  }

  @Override
  public List<String> getNext() {
    return situation().next();
  }

  @Override
  public String getHeldUp() {
    return situation().heldUp().orElse(null);
  }

  @Override
  public String getDescriptor() {
    return situation().wish().descriptor().text();
  }

  @Override
  public long getDeployedAtEpochMillis() {
    return situation().wish().atEpochMillis();
  }

  @Override
  public String getDeployedBy() {
    return situation().wish().by();
  }

  @Override
  public void scale(String component, int replicas, String by) {
    steward.scale(name, ApplicationsBean.text(component), replicas, ApplicationsBean.text(by));
  }

  @Override
  public void undeploy(String by) {
    steward.undeploy(name, ApplicationsBean.text(by));
  }
}

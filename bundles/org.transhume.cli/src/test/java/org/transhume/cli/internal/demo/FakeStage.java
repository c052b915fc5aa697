// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

import java.util.List;
import org.transhume.api.model.Mode;

/** Notes what a story does to the cluster. */
record FakeStage(List<String> deeds) implements Stage {

  @Override
  public void setDemand(String domain, double processors) {
    deeds.add("demand of " + domain + " = " + processors);
  }

  @Override
  public void powerOff(String host) {
    deeds.add("power of " + host + " off");
  }

  @Override
  public void drain(String host) {
    deeds.add("drain of " + host);
  }

  @Override
  public void setMode(String policy, Mode mode) {
    deeds.add(policy + " " + mode);
  }

  @Override
  public void setParameter(String policy, String parameter, double value) {
    deeds.add(policy + " " + parameter + " = " + value);
  }
}

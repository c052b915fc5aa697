// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.shell;

import java.util.List;
import java.util.TreeSet;
import org.transhume.api.mx.ApplicationsMXBean;
import org.transhume.api.mx.DeploymentReport;

/** All applications, for people. */
record ApplicationsBean(Steward steward, Showcase showcase) implements ApplicationsMXBean {

  @Override
  public List<String> getNames() {
    return List.copyOf(new TreeSet<>(steward.situations().keySet()));
  }

  @Override
  public DeploymentReport deploy(String file, String descriptor, String by) {
    DeploymentReport report = steward.deploy(text(file), text(descriptor), text(by));
    showcase.show(steward);
    return report;
  }

  @Override
  public DeploymentReport check(String file, String descriptor) {
    return steward.check(text(file), text(descriptor));
  }

  /** Whoever gives nothing gives an empty text. */
  static String text(String given) {
    return given == null ? "" : given;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests;

import java.util.Dictionary;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.transhume.spi.probe.Probe;
import org.transhume.spi.probe.ProbeInput;
import org.transhume.spi.probe.ProbeResult;

/** A plug-in of its own whose probe never comes back, not even when it is interrupted. */
public final class HangingProbe implements BundleActivator, Probe {

  @Override
  public void start(BundleContext context) {
    context.registerService(Probe.class, this, properties());
  }

  @Override
  public void stop(BundleContext context) {
    // The framework withdraws the service.
  }

  @Override
  public ProbeResult measure(ProbeInput input) {
    while (true) {
      LockSupport.park();
      Thread.interrupted();
    }
  }

  private static Dictionary<String, Object> properties() {
    return FrameworkUtil.asDictionary(
        Map.of(
            "probe.name",
            "hanging",
            "probe.unit",
            "share",
            "probe.period.millis",
            500L,
            "probe.high.threshold",
            0.8,
            "probe.low.threshold",
            0.6));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Map;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.transhume.spi.probe.Probe;
import org.transhume.spi.probe.ProbeInput;
import org.transhume.spi.probe.ProbeResult;
import org.transhume.spi.probe.Reading;
import org.transhume.spi.probe.Subject;

/** A plug-in of its own that notes in the container's data folder when it came and went. */
public final class PulseProbe implements BundleActivator, Probe {

  /** File with the time of the last change of the bundle, in milliseconds since the epoch. */
  static final String CHANGED = "pulse-changed";

  @Override
  public void start(BundleContext context) throws IOException {
    note(context);
    context.registerService(Probe.class, this, properties());
  }

  @Override
  public void stop(BundleContext context) throws IOException {
    note(context);
  }

  @Override
  public ProbeResult measure(ProbeInput input) {
    return ProbeResult.of(new Reading(Subject.host(input.observation().host()), 0.5));
  }

  private static Dictionary<String, Object> properties() {
    return FrameworkUtil.asDictionary(
        Map.of(
            "probe.name",
            "pulse",
            "probe.unit",
            "share",
            "probe.period.millis",
            500L,
            "probe.high.threshold",
            0.8,
            "probe.low.threshold",
            0.6));
  }

  private static void note(BundleContext context) throws IOException {
    Files.writeString(
        Path.of(context.getProperty("karaf.data"), CHANGED),
        Long.toString(System.currentTimeMillis()));
  }
}

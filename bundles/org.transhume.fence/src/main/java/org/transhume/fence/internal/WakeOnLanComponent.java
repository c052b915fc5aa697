// SPDX-License-Identifier: Apache-2.0
package org.transhume.fence.internal;

import java.net.InetSocketAddress;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.transhume.spi.power.PowerSwitch;

/** Offers wake-on-LAN as a {@link PowerSwitch}; says in the log what is wrong. */
@Component(
    configurationPid = WakeOnLanComponent.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true,
    service = {})
@Designate(ocd = WakeOnLanConfiguration.class)
public final class WakeOnLanComponent {

  static final String PID = "org.transhume.power.wakeonlan";
  private static final int LAST_PORT = 65_535;

  private final Offer offer;

  /** Reads the configuration; sends nothing. */
  @Activate
  public WakeOnLanComponent(BundleContext context, WakeOnLanConfiguration configuration) {
    offer =
        Offer.of(
            context,
            PID,
            List.of(PowerSwitch.class),
            () -> power(configuration),
            PowerSwitch::description);
  }

  /**
   * The configured switch.
   *
   * @throws IllegalArgumentException naming the property that is wrong
   */
  static PowerSwitch power(WakeOnLanConfiguration given) {
    if (given.port() < 1 || given.port() > LAST_PORT) {
      throw new IllegalArgumentException("port = " + given.port() + ": give 1 to " + LAST_PORT);
    }
    InetSocketAddress target =
        new InetSocketAddress(given.broadcastAddress().strip(), given.port());
    if (target.isUnresolved()) {
      throw new IllegalArgumentException(
          "broadcastAddress = '" + given.broadcastAddress() + "' is unknown: give an IP address");
    }
    return new WakeOnLan(Written.pairs(given.hosts(), "HOST=00:1b:21:0a:0b:0c"), target);
  }

  /** Takes the service back. */
  @Deactivate
  public void close() {
    offer.close();
  }
}

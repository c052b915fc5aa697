// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.lang.reflect.Proxy;
import java.util.Map;

/** A configuration as the container would hand it over: what is said, and defaults for the rest. */
final class Configured {

  private Configured() {}

  static SimulatorConfiguration with(Map<String, Object> items) {
    return (SimulatorConfiguration)
        Proxy.newProxyInstance(
            Configured.class.getClassLoader(),
            new Class<?>[] {SimulatorConfiguration.class},
            (proxy, method, arguments) ->
                items.getOrDefault(method.getName(), method.getDefaultValue()));
  }
}

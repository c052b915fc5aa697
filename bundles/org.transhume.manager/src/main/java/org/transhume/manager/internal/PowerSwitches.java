// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.transhume.spi.power.PowerResult;
import org.transhume.spi.power.PowerSwitch;

/**
 * The power switches that are there, whether this manager leads or not. Safe for use by several
 * threads.
 */
final class PowerSwitches {

  private final List<Service> services = new CopyOnWriteArrayList<>();

  /**
   * One power switch service.
   *
   * @param serviceId breaks ties: the older one is asked first
   * @param ranking the highest is asked first
   * @param power the service
   */
  record Service(long serviceId, int ranking, PowerSwitch power) {}

  /** A power switch service has come. */
  void add(Service service) {
    services.add(service);
  }

  /** A power switch service has gone. */
  void remove(long serviceId) {
    services.removeIf(service -> service.serviceId() == serviceId);
  }

  boolean isEmpty() {
    return services.isEmpty();
  }

  /** Asks one after the other until one takes the order. Blocks. */
  PowerResult switchOn(String host) {
    return ask(power -> power.switchOn(host));
  }

  /** Asks one after the other until one takes the order. Blocks. */
  PowerResult switchOff(String host) {
    return ask(power -> power.switchOff(host));
  }

  private PowerResult ask(Function<PowerSwitch, PowerResult> order) {
    List<String> texts = new ArrayList<>();
    List<Service> inOrder =
        services.stream()
            .sorted(
                Comparator.comparingInt(Service::ranking)
                    .reversed()
                    .thenComparingLong(Service::serviceId))
            .toList();
    for (Service service : inOrder) {
      PowerResult result = order.apply(service.power());
      String text = service.power().description() + ": " + result.text();
      if (result.isOrdered()) {
        return PowerResult.ordered(text);
      }
      texts.add(text);
      if (Thread.currentThread().isInterrupted()) {
        break;
      }
    }
    return PowerResult.failed(
        texts.isEmpty() ? "no power switch is installed and configured" : String.join("; ", texts));
  }
}

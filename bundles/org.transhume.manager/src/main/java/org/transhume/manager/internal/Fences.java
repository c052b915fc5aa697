// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.transhume.spi.fence.Fence;
import org.transhume.spi.fence.FenceFailure;
import org.transhume.spi.fence.FenceResult;

/**
 * The fences that are there, whether this manager leads or not. Safe for use by several threads.
 */
final class Fences {

  private final List<Service> services = new CopyOnWriteArrayList<>();

  /**
   * One fence service.
   *
   * @param serviceId breaks ties: the older one is asked first
   * @param ranking the highest is asked first
   * @param fence the service
   */
  record Service(long serviceId, int ranking, Fence fence) {}

  /** A fence service has come. */
  void add(Service service) {
    services.add(service);
  }

  /** A fence service has gone. */
  void remove(long serviceId) {
    services.removeIf(service -> service.serviceId() == serviceId);
  }

  boolean isEmpty() {
    return services.isEmpty();
  }

  /**
   * Asks one after the other until one has proof that the host is off. Blocks.
   *
   * @return the first proof; else what all of them say
   */
  FenceResult fence(String host) {
    List<String> texts = new ArrayList<>();
    for (Service service : inOrder()) {
      FenceResult result = service.fence().fence(host);
      if (result.isFenced()) {
        return FenceResult.fenced(service.fence().description() + ": " + result.text());
      }
      texts.add(service.fence().description() + ": " + result.text());
      if (Thread.currentThread().isInterrupted()) {
        break;
      }
    }
    return FenceResult.failed(
        texts.isEmpty() ? FenceFailure.NOT_AVAILABLE : FenceFailure.FAILED,
        texts.isEmpty() ? "no fence is installed and configured" : String.join("; ", texts));
  }

  private List<Service> inOrder() {
    return services.stream()
        .sorted(
            Comparator.comparingInt(Service::ranking)
                .reversed()
                .thenComparingLong(Service::serviceId))
        .toList();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.wrapper;

import java.util.List;
import java.util.Map;
import org.transhume.api.mx.WrapperMXBean;

/**
 * A wrapper as it is shown.
 *
 * @param domain its domain
 * @param wrapper its name
 * @param host where the domain is
 * @param phase what was last made of the software
 * @param health how it is
 * @param healthText the same, for people
 * @param lastError why the last deed failed; null when it did not
 * @param settings that it was configured with
 * @param attributes its own figures
 * @param operations what it can do
 */
public record WrapperReport(
    String domain,
    String wrapper,
    String host,
    String phase,
    String health,
    String healthText,
    String lastError,
    Map<String, String> settings,
    Map<String, String> attributes,
    List<String> operations) {

  /** Copies the collections. */
  public WrapperReport {
    settings = Map.copyOf(settings);
    attributes = Map.copyOf(attributes);
    operations = List.copyOf(operations);
  }

  /** Reads the wrapper's MBean. */
  static WrapperReport of(WrapperMXBean bean) {
    return new WrapperReport(
        bean.getDomain(),
        bean.getName(),
        bean.getHost(),
        bean.getPhase().name(),
        bean.getHealth().name(),
        bean.getHealthText(),
        bean.getLastError(),
        bean.getSettings(),
        bean.getAttributes(),
        bean.getOperations());
  }
}

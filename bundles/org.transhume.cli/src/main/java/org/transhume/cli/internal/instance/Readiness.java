// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.instance;

/**
 * Whether an instance answers over JMX.
 *
 * @param isReady whether it does
 * @param text where it listens, or why it is not ready
 */
record Readiness(boolean isReady, String text) {

  static Readiness of(Instance instance) {
    return new Readiness(false, "unknown");
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.List;
import java.util.Objects;

/**
 * What is to be said of a descriptor.
 *
 * @param application its name; empty when it cannot be read
 * @param problems what is wrong, each with file, line, key and remedy; while there is any nothing
 *     is changed
 * @param next what is done first, a sentence each; empty when all is as it should be
 */
public record DeploymentReport(String application, List<String> problems, List<String> next) {

  /** Requires the name; copies the lists. */
  public DeploymentReport {
    Objects.requireNonNull(application, "application");
    problems = List.copyOf(problems);
    next = List.copyOf(next);
  }
}

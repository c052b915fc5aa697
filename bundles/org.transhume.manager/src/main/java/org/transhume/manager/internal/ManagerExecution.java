// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.concurrent.Executor;

/** Where the parts of a manager run: on the process's threads, or in a simulation's time. */
interface ManagerExecution extends AutoCloseable {

  /** A loop of that name, on which nothing may block. */
  OwnLoop newLoop(String name);

  /** Where policies run. */
  Executor workers();

  /** Where notifications are handed to their listeners, in their order. */
  Executor deliveries();

  /** Begins nothing any more but what was given to the loops. */
  @Override
  void close();
}

// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

/** A loop that ends when whoever made it says so. */
interface OwnLoop extends Loop, AutoCloseable {

  /** Begins no task any more, those that wait included; the one that runs comes to its end. */
  void end();

  /** Waits for what was begun, for a bounded time. */
  @Override
  void close();
}

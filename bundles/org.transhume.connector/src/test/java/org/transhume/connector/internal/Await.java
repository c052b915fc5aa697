// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition with a deadline. */
final class Await {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Await() {}

  static void until(String what, BooleanSupplier condition) {
    value(() -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty(), () -> what);
  }

  static <T> T value(Supplier<Optional<T>> supplier, Supplier<String> what) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      Optional<T> value = supplier.get();
      if (value.isPresent()) {
        return value.get();
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    throw new AssertionError("waited in vain for " + what.get());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.nio.charset.StandardCharsets;

/** The messages of {@code xl migrate} and {@code xl migrate-receive}, byte for byte. */
final class Wire {

  /** From the receiver, first of all; without a NUL, unlike the others. */
  static final byte[] BANNER = ascii("xl migration receiver ready, send binary domain data.\n");

  /** From the receiver, when its copy is complete. */
  static final byte[] READY = ascii("domain received, ready to unpause\0");

  /** From the sender; and from the receiver after a failure, when its copy is gone. */
  static final byte[] GO = ascii("domain is yours, you are cleared to unpause\0");

  /** From the receiver, followed by one byte: 0 for success. */
  static final byte[] REPORT = ascii("my copy unpause results are as follows\0");

  /** What a simulated domain's stream begins with. */
  static final byte[] MAGIC = ascii("Transhume simulated domain, format 1\n");

  private Wire() {}

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}

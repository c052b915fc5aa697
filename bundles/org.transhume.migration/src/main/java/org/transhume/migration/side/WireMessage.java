// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.side;

import java.nio.charset.StandardCharsets;

/**
 * The messages of the hand-over as {@code xl migrate} and {@code xl migrate-receive} write them
 * (Xen 4.17, {@code tools/xl/xl_migrate.c}). All but the banner carry their trailing NUL.
 */
public enum WireMessage {
  /** The receiver is there. */
  BANNER("xl migration receiver ready, send binary domain data.\n", Step.BANNER),
  /** The receiver holds a complete copy. */
  READY("domain received, ready to unpause\0", Step.READY),
  /** The sender has renamed its copy and lets the receiver start its own. */
  GO("domain is yours, you are cleared to unpause\0", Step.GO),
  /** How that went; one status byte follows, 0 for success. */
  REPORT("my copy unpause results are as follows\0", Step.REPORT),
  /** After a failure: the receiver has destroyed its copy and the sender may resume. */
  RESUME_GRANT("domain is yours, you are cleared to unpause\0", Step.RESUME_GRANT);

  private final String text;
  private final Step step;

  WireMessage(String text, Step step) {
    this.text = text;
    this.step = step;
  }

  /** The bytes on the wire, without the report's status. */
  public byte[] bytes() {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** What is recorded before the message goes on. */
  public Step step() {
    return step;
  }
}

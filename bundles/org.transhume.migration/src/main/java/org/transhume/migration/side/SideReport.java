// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.side;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What one side knows when it is asked to finish, for the other side to decide with. It travels as
 * attachments: a {@code finish} answers with this side's, and the leader hands them on, unchanged,
 * with its {@code finish} to the other side.
 *
 * @param side who speaks
 * @param copy what it found
 * @param goPassed whether GO may have passed its gate; a durable no proves that it did not
 * @param receiver what the receiver has said there
 */
public record SideReport(Side side, CopyState copy, boolean goPassed, ReceiverReport receiver) {

  private static final String COPY = ".copy";
  private static final String GO_PASSED = ".goPassed";
  private static final String RECEIVER = ".receiver";

  /** Requires every component. */
  public SideReport {
    Objects.requireNonNull(side, "side");
    Objects.requireNonNull(copy, "copy");
    Objects.requireNonNull(receiver, "receiver");
  }

  /** The report as attachments: {@code target.copy=RUNNING} and so on. */
  public Map<String, String> toAttachments() {
    return Map.of(
        side.word() + COPY, copy.name(),
        side.word() + GO_PASSED, Boolean.toString(goPassed),
        side.word() + RECEIVER, receiver.name());
  }

  /**
   * That side's report among the attachments of an order.
   *
   * @return empty when there is none, or none that this version understands
   */
  public static Optional<SideReport> from(Map<String, String> attachments, Side side) {
    String copy = attachments.get(side.word() + COPY);
    String goPassed = attachments.get(side.word() + GO_PASSED);
    String receiver = attachments.get(side.word() + RECEIVER);
    if (copy == null || goPassed == null || receiver == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new SideReport(
              side,
              CopyState.valueOf(copy),
              // Anything but a clear no counts as yes: the safe reading.
              !goPassed.equals("false"),
              ReceiverReport.valueOf(receiver)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}

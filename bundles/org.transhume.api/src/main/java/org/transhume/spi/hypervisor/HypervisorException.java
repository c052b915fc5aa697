// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.hypervisor;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.transhume.api.model.Explanation;

/** A hypervisor could not do what it was asked; nothing else is known to have happened. */
public final class HypervisorException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final transient Map<String, String> operands;

  /**
   * A failure with no cause in Java.
   *
   * @param reason the closed reason
   * @param message one sentence for an operator that names the thing and, where there is one, the
   *     remedy
   * @param operands the values behind it: host, domain, exitCode, lastLines
   */
  public HypervisorException(Reason reason, String message, Map<String, String> operands) {
    this(reason, message, operands, null);
  }

  /**
   * A failure with a cause.
   *
   * @param reason the closed reason
   * @param message one sentence for an operator
   * @param operands the values behind it
   * @param cause what failed in Java, or null
   */
  public HypervisorException(
      Reason reason, String message, Map<String, String> operands, Throwable cause) {
    super(Objects.requireNonNull(message, "message"), cause);
    this.reason = Objects.requireNonNull(reason, "reason");
    this.operands = Collections.unmodifiableMap(new TreeMap<>(operands));
  }

  /** The closed reason. */
  public Reason reason() {
    return reason;
  }

  /** The values behind the message, by name; empty after serialisation. */
  public Map<String, String> operands() {
    return operands == null ? Map.of() : operands;
  }

  /** The same as a value for proposals, results and notifications. */
  public Explanation explanation() {
    return new Explanation(reason.name(), getMessage(), operands());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.hypervisor;

/**
 * Why a hypervisor could not do what it was asked. The set is closed; operands tell the details.
 */
public enum Reason {
  /** No hypervisor or none of its tools is here. */
  NOT_AVAILABLE,
  /** The tools are here, and this process may not use them. */
  NOT_PRIVILEGED,
  /** No domain of that name, number or uuid. */
  UNKNOWN_DOMAIN,
  /** The domid belongs to another domain by now. */
  IDENTITY_CHANGED,
  /** A name that the tools would misread; it was never given to them. */
  INVALID_NAME,
  /** The domain's configuration was not understood. */
  INVALID_CONFIGURATION,
  /** A domain of that name is already there. */
  NAME_IN_USE,
  /** Too little free memory. */
  NO_MEMORY,
  /** The control domain cannot be acted upon. */
  CONTROL_DOMAIN,
  /** The hypervisor cannot track dirty pages of this domain, so that it cannot move live. */
  LOG_DIRTY_UNSUPPORTED,
  /** The guest did not answer the request to suspend; it may still suspend later. */
  GUEST_DID_NOT_SUSPEND,
  /** Another migration or save of the same domain is under way. */
  ALREADY_MOVING,
  /** The other side could not be reached. */
  TARGET_UNREACHABLE,
  /** The other side's name could not be resolved. */
  NAME_NOT_RESOLVED,
  /** The transport refused our credentials or the other side's. */
  AUTHENTICATION_REFUSED,
  /** The other side did not speak the migration protocol. */
  NOT_A_RECEIVER,
  /** The stream ended before the hand-over; the domain goes on at the source. */
  STREAM_CUT,
  /** The receiver failed before the hand-over. */
  RECEIVER_FAILED,
  /** The target could not start its copy and gave it up; the domain goes on at the source. */
  TARGET_START_FAILED,
  /** The stream ended within the hand-over: nobody on this host can tell where the domain runs. */
  HANDOVER_UNDECIDED,
  /** The tool was ended by a signal. */
  KILLED,
  /** The tool did not finish in time and was ended. */
  TIMED_OUT,
  /** The tool's output could not be understood. */
  GARBAGE,
  /** The tool printed more than any answer should hold. */
  OUTPUT_TOO_LARGE,
  /** This hypervisor or this type of domain cannot do that. */
  UNSUPPORTED,
  /**
   * The tool failed for a reason that is none of the above; its last lines are among the operands.
   */
  FAILED
}

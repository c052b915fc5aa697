// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.constraint;

/** What a host has processors for. */
public enum Resource {

  /** What domains use: their demand in per cent of a processor. */
  CPU,

  /** What domains were promised: their virtual processors. */
  VCPUS
}

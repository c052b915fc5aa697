// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.model;

/** How Xen virtualises a domain. */
public enum DomainType {
  /** Paravirtualised. */
  PV,
  /** Hardware page tables, paravirtual devices. */
  PVH,
  /** Full virtualisation with a device model. */
  HVM
}

// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.model;

/** What a rule says. */
public enum RuleKind {
  /** A host carries labels. */
  HOST_TAG,
  /** Where a host stands. */
  HOST_LOCATION,
  /** A domain carries labels; one of them, {@link PlacementRule#KEEP_TAG}, holds it. */
  DOMAIN_TAG,
  /** A domain belongs to groups. */
  DOMAIN_GROUP,
  /** A domain is not touched: neither moved nor booted elsewhere. */
  KEEP,
  /** Members of a group are on different hosts, or at different locations. */
  SPREAD,
  /** Members of a group are on one host, or at one location. */
  GATHER,
  /** Domains are not on certain hosts. */
  BAN,
  /** Domains are on certain hosts only. */
  FENCE,
  /** A domain stays on the host where it is. */
  PIN,
  /** Memory stays free. */
  RESERVE,
  /** Virtual processors are limited for each physical one. */
  OVERCOMMIT,
  /** A host takes no domain. */
  NO_INCOMING,
  /** No more hosts than that are in use. */
  MAX_ONLINE,
  /** Any single host may die, and the others have room for what it ran. */
  N_PLUS_ONE
}

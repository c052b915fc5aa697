// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.List;
import org.transhume.api.model.Explanation;

/**
 * What became of a domain of a lost host.
 *
 * @param uuid its uuid
 * @param domain its name
 * @param fate what became of it
 * @param target where it is, or was, booted; empty when nowhere
 * @param reasons why it waits or was not booted
 */
public record DomainFate(
    String uuid, String domain, Fate fate, String target, List<Explanation> reasons) {

  /** Copies the list. */
  public DomainFate {
    reasons = List.copyOf(reasons);
  }

  /** How far it has come. */
  public enum Fate {
    /** Not booted so far; the reasons say what it waits for. */
    WAITING,
    /** Ordered; the target has not answered yet. */
    BOOTING,
    /** Booted at the target. */
    BOOTED,
    /** A person must act; the reasons say what is needed. */
    REPAIR
  }
}

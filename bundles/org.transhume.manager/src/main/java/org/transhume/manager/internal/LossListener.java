// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.List;
import org.transhume.api.model.Explanation;

/** Who shows losses to people. Called on the loop. */
interface LossListener {

  /**
   * Something happened to a lost host.
   *
   * @param type of the notification
   * @param host the host
   * @param about the domain that it is about, if it is about one
   * @param reasons why, and what to do
   */
  void happened(String type, String host, About about, List<Explanation> reasons);

  /** A loss is over and shown no more. */
  void over(String host);

  /** An agent knows a newer leader, to which all this now belongs. */
  void superseded(String why);

  /**
   * A domain.
   *
   * @param uuid its uuid
   * @param domain its name
   * @param target where it is booted
   */
  record About(String uuid, String domain, String target) {

    /** The host itself. */
    static final About HOST = new About("", "", "");
  }
}

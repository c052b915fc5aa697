// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import org.transhume.api.model.Explanation;

/** Why things are as they are when a plan is carried out. Answers are computed when asked for. */
@ProviderType
public interface Explanations {

  /**
   * Every hard constraint that keeps a domain from a host; empty when none does, and then the move
   * is only not worth making.
   *
   * @throws java.util.NoSuchElementException when there is no such domain or host
   */
  List<Explanation> whyNot(String domain, String host);

  /**
   * Why a domain is where it is: what it was moved for, or why it stays.
   *
   * @throws java.util.NoSuchElementException when there is no such domain
   */
  List<Explanation> whyThere(String domain);

  /**
   * Why a host takes no domain, or no more than it does; and how it stands.
   *
   * @throws java.util.NoSuchElementException when there is no such host
   */
  List<Explanation> whyUnused(String host);
}

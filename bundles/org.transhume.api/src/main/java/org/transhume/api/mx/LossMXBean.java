// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.List;

/**
 * A host that is held to be dead, and what becomes of its domains. It stays until the host is heard
 * again and nothing is left to a person, or until somebody dismisses it.
 */
@RequiresRole(Role.VIEWER)
public interface LossMXBean {

  /** The host's name. */
  String getHost();

  /** When it was lost, by the manager's clock. */
  long getSilentSinceEpochMillis();

  /** Whether it is known to be off, and by whom; else why not. */
  String getFencing();

  /** Whether it is known to be off, so that its domains may be booted elsewhere. */
  boolean isOff();

  /** Whether it has been heard again since. */
  boolean isBack();

  /** Its domains, and what became of each. */
  List<DomainFate> getDomains();

  /** What a person has to do, a sentence each; empty when nothing. */
  List<String> getToDo();

  /**
   * States that the host is off. Say it only of a machine whose power you have cut: its domains are
   * booted elsewhere on your word, and one that still ran there would run twice. The word counts
   * for ten minutes, for this loss alone, and is kept in the journal.
   */
  @RequiresRole(Role.OPERATOR)
  void confirmOff();

  /** A person has looked after it: it is shown no more, unless the host is still silent. */
  @RequiresRole(Role.OPERATOR)
  void dismiss();
}

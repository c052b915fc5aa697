// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

import java.util.Comparator;
import java.util.Set;
import org.transhume.api.mx.HostSample;

/** An operator empties the host that has most domains, to service it. */
final class DrainPlot extends OneHostPlot {

  @Override
  Comparator<HostSample> preference() {
    return Comparator.comparingInt(one -> one.domains().size());
  }

  @Override
  Deed deed(String chosen) {
    return stage -> stage.drain(chosen);
  }

  @Override
  String beginning(String chosen, Set<String> itsDomains) {
    return chosen + " is told to drain: its " + itsDomains.size() + " domains leave";
  }

  @Override
  String resolution(String chosen, String after) {
    return chosen + " is empty, " + after + " after it was told to drain: it may be serviced";
  }

  /** Whether the host is empty, too. */
  @Override
  public boolean isFulfilled() {
    return super.isFulfilled() && scene().domainsOn(host()).isEmpty();
  }

  @Override
  public String ending() {
    return host() + (isFulfilled() ? " was emptied" : " was not emptied");
  }
}

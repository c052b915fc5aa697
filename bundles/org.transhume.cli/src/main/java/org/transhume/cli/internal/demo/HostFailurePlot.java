// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

import java.util.Comparator;
import java.util.Set;
import org.transhume.api.mx.HostSample;

/** A host loses its power, and its domains come back to life elsewhere. */
final class HostFailurePlot extends OneHostPlot {

  /** The demo's hosts speak each second; people would wait longer. */
  private static final double SILENT_SECONDS = 10;

  @Override
  public Deed opening() {
    return stage -> stage.setParameter("repair", "silentSeconds", SILENT_SECONDS);
  }

  @Override
  Comparator<HostSample> preference() {
    return Comparator.comparingInt(one -> -one.domains().size());
  }

  @Override
  Deed deed(String chosen) {
    return stage -> stage.powerOff(chosen);
  }

  @Override
  String beginning(String chosen, Set<String> itsDomains) {
    return "the power of " + chosen + " fails, and with it " + String.join(", ", itsDomains);
  }

  @Override
  String resolution(String chosen, String after) {
    return "all that ran on " + chosen + " runs again, " + after + " after its power failed";
  }

  @Override
  public String ending() {
    return "what ran on "
        + host()
        + (isFulfilled() ? " runs elsewhere" : " does not all run elsewhere");
  }
}

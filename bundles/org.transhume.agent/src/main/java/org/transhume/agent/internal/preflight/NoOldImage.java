// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import java.util.Map;

/**
 * The target keeps no saved image of the domain. Its next boot would resume that, beside or instead
 * of the domain that has gone on since.
 */
record NoOldImage() implements PreflightCheck<ArrivalSituation> {

  @Override
  public Manual manual() {
    return Manual.of(
        "no old image",
        "SAVED_IMAGE",
        "the domain's name with the images in the save folder of xendomains at the target",
        "move the image away");
  }

  @Override
  public Findings in(ArrivalSituation situation) {
    return situation
        .target()
        .savedImage()
        .map(
            file ->
                Findings.objection(
                    "SAVED_IMAGE",
                    situation.host()
                        + " would resume an old image of "
                        + situation.order().domain()
                        + " when it boots: move "
                        + file
                        + " away",
                    Map.of("host", situation.host(), "file", file)))
        .orElse(Findings.NONE);
  }
}

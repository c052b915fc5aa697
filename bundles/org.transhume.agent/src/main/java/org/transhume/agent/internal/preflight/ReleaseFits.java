// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The target's Xen is of the source's release or of the next one. */
record ReleaseFits() implements PreflightCheck<ArrivalSituation> {

  private static final Pattern RELEASE = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})");

  private record Release(int major, int minor) {

    static Optional<Release> of(String text) {
      Matcher parts = RELEASE.matcher(text);
      return parts.matches()
          ? Optional.of(
              new Release(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2))))
          : Optional.empty();
    }

    boolean takesFrom(Release source) {
      int newer = minor - source.minor;
      return major == source.major && (newer == 0 || newer == 1);
    }
  }

  @Override
  public Manual manual() {
    return Manual.of(
        "Xen's release",
        "XEN_RELEASE",
        "the releases of both hosts: the target's may be the same or one newer",
        "upgrade hosts one release at a time, and move domains to the newer ones only");
  }

  @Override
  public Findings in(ArrivalSituation situation) {
    Optional<Release> source = Release.of(situation.source().release());
    Optional<Release> target = Release.of(situation.target().release());
    if (source.isEmpty() || target.isEmpty()) {
      return Findings.remark(
          "XEN_RELEASE_UNKNOWN",
          "the releases of Xen at "
              + situation.order().source()
              + " and "
              + situation.host()
              + " are not both known");
    }
    return target.get().takesFrom(source.get())
        ? Findings.NONE
        : Findings.objection(
            "XEN_RELEASE",
            "a domain goes from Xen "
                + situation.source().release()
                + " to the same release or the next, and "
                + situation.host()
                + " has "
                + situation.target().release(),
            Map.of(
                "sourceRelease", situation.source().release(),
                "targetRelease", situation.target().release()));
  }
}

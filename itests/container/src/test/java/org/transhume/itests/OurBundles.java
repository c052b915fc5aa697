// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** What the container holds of ours. */
final class OurBundles {

  private OurBundles() {}

  /** Symbolic names of our bundles, each with whether it is active. */
  static Map<String, Boolean> activity(BundleContext context) {
    Map<String, Boolean> activity = new TreeMap<>();
    Arrays.stream(context.getBundles())
        .filter(bundle -> bundle.getSymbolicName().startsWith("org.transhume."))
        .forEach(
            bundle -> activity.put(bundle.getSymbolicName(), bundle.getState() == Bundle.ACTIVE));
    return activity;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.architecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

/** Production code only: neither test folders nor the archive of the contract suites. */
public final class WithoutTests implements ImportOption {

  @Override
  public boolean includes(Location location) {
    return !location.contains("-tests.jar") && Predefined.DO_NOT_INCLUDE_TESTS.includes(location);
  }
}

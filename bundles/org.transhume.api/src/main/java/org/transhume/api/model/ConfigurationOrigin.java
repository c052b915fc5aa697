// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.model;

/** Where the configuration comes from with which a domain can be booted again. */
public enum ConfigurationOrigin {
  /** The domain was created from it. */
  GIVEN,
  /** Made from what the hypervisor tells of the running domain, and tried without booting it. */
  CONVERTED,
  /** There is none: the domain cannot be booted again without a person. */
  NONE
}

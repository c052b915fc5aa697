// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

/** How an application is. */
public enum ApplicationState {
  /** Every wanted replica runs, and there is nothing to do. */
  RUNNING,
  /** It is on its way to what is wanted. */
  CHANGING,
  /** It is not what is wanted, and something stands in the way. */
  HINDERED,
  /** It is being taken down. */
  LEAVING
}

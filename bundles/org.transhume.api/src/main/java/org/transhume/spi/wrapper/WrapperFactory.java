// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.wrapper;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes one kind of wrapper for the domains that its service properties name, see {@link
 * WrapperProperties}. The same factory is to be there on every host that such a domain may come to.
 *
 * <p>Implementations are safe for use by several threads.
 */
@ConsumerType
public interface WrapperFactory {

  /**
   * Makes the wrapper of a domain. Does not block and touches nothing: it is called whenever the
   * domain has come, the agent has started or the factory is replaced.
   */
  Wrapper wrap(WrappedDomain domain);
}

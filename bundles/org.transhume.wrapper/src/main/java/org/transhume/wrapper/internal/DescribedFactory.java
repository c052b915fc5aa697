// SPDX-License-Identifier: Apache-2.0
package org.transhume.wrapper.internal;

import org.transhume.spi.wrapper.WrappedDomain;
import org.transhume.spi.wrapper.Wrapper;
import org.transhume.spi.wrapper.WrapperFactory;

/** Makes wrappers by one description. */
record DescribedFactory(Description description, Surroundings around) implements WrapperFactory {

  @Override
  public Wrapper wrap(WrappedDomain domain) {
    return new DescribedWrapper(description, domain, around);
  }
}

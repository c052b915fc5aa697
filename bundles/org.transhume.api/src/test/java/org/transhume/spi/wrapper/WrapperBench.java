// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.wrapper;

import java.util.Map;

/**
 * What {@link WrapperContract} needs of whoever runs it.
 *
 * @param factory that makes the wrapper under test
 * @param domain its domain, with the software stopped
 * @param settings that are enough to start it
 */
public record WrapperBench(
    WrapperFactory factory, WrappedDomain domain, Map<String, String> settings) {}

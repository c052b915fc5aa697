// SPDX-License-Identifier: Apache-2.0
/** Measures the memory use of the host. */
package org.transhume.probe.memory.internal;

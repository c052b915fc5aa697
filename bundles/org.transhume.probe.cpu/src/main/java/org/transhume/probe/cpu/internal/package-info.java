// SPDX-License-Identifier: Apache-2.0
/** Measures the processor use of the host, its control domain and its domains. */
package org.transhume.probe.cpu.internal;
